/** How a queued command looks to its author. Pure. */
import { isCommandType, type CommandEnvelope } from '$lib/domain/report/command';
import { edges, type CommandType } from '$lib/domain/report/lifecycle';
import { photoKinds } from '$lib/domain/report/report';
import { undoWindowMs } from '$lib/domain/report/undo-window';
import type { ItemState, OutboxItem, Settlement, SyncState } from '../device';
import type { EngineStatus } from '../sync/engine';
import { escrowed } from '../sync/escrow';
import { declaredPhoto, photosOfFinish } from '../sync/plan';
import type { StoredCommand, StoredPhoto } from '../sync/ports';

export interface ItemContext {
	photos: ReadonlyMap<string, StoredPhoto>;
	status: EngineStatus;
	/** Commands that a living undo names. */
	undone: ReadonlySet<string>;
	session: string;
	/** The number that a report has got since; empty where it has none, or is not here. */
	numberOf: (reportId: string) => string;
	/** Later decisions, by command. */
	settlements: ReadonlyMap<string, Settlement>;
}

/** States in which nothing is sent as usual until somebody helps. A version too old to pull still sends. */
const standstill: readonly SyncState[] = ['needs_sign_in', 'blocked_quota', 'revoked'];
const undoableTypes: ReadonlySet<string> = new Set(
	edges.filter((edge) => edge.undoable).map((edge) => edge.command)
);

export const isUndoable = (type: string) => undoableTypes.has(type);

export function itemOf(command: StoredCommand, context: ItemContext): OutboxItem {
	const { envelope, result } = command;
	const photo = photoOf(command, context);
	const state = stateOf(command, context);
	return {
		commandId: command.id,
		n: envelope.n,
		type: typeOf(envelope.type),
		args: envelope.args,
		reportId: command.reportId,
		reportNumber: command.snapshot.number || context.numberOf(command.reportId),
		reportAddress: command.snapshot.address,
		at: envelope.deviceAt,
		state,
		pausedBy: state === 'paused' ? context.status.state : null,
		outcome: result?.outcome ?? null,
		reason: command.tooLarge === null ? (result?.reason ?? null) : 'too_large',
		detail: result?.detail ?? null,
		photo,
		photoKind: photoKindOf(envelope),
		undoUntilAt: undoUntil(command, state, context),
		canWithdraw: canWithdraw(command, state, context.status),
		settlement: context.settlements.get(command.id) ?? null
	};
}

/** Types of a build that is gone are shown as what they most resemble: a note in the books. */
const typeOf = (type: string): CommandType => (isCommandType(type) ? type : 'addNote');

/** What an `addPhoto` shows, so that it stays named after its report has left. */
function photoKindOf({ type, args }: CommandEnvelope): OutboxItem['photoKind'] {
	if (type !== 'addPhoto' || typeof args !== 'object' || args === null) return null;
	const kind = 'kind' in args ? args.kind : null;
	return photoKinds.find((known) => known === kind) ?? null;
}

function photoOf(command: StoredCommand, { photos, status }: ItemContext): OutboxItem['photo'] {
	const photo = photos.get(declaredPhoto(command.envelope) ?? '');
	if (photo === undefined || photo.state === 'refused') return null;
	const { sha256, size } = photo;
	const upload = status.uploads.find((moving) => moving.sha256 === sha256);
	if (upload !== undefined && photo.state === 'waiting') {
		return { sha256, size, sentBytes: upload.sentBytes, state: 'sending' };
	}
	if (photo.state === 'waiting') return { sha256, size, sentBytes: 0, state: 'waiting' };
	const state = photo.state === 'corrupt' ? 'corrupt' : 'stored';
	return { sha256, size, sentBytes: state === 'stored' ? size : 0, state };
}

function stateOf(command: StoredCommand, context: ItemContext): ItemState {
	if (command.tooLarge !== null) return 'refused';
	if (command.envelope.isVoid || context.undone.has(command.id)) return 'undone';
	if (command.state !== 'answered') return unsentState(command, context);
	if (context.settlements.has(command.id)) return 'reviewed';
	switch (command.result?.outcome) {
		case 'rejected':
			return 'refused';
		case 'claim':
		case 'deferred':
			return 'under_review';
		case 'void':
			return 'undone';
		default:
			if (photosToGo(command, context.photos) > 0) return 'photos_left';
			return command.result?.outcome === 'merged' ? 'merged' : 'applied';
	}
}

function unsentState(command: StoredCommand, { status }: ItemContext): ItemState {
	if (status.sendingIds.includes(command.id)) return 'sending';
	return standstill.includes(status.state) ? 'paused' : 'waiting';
}

/** Photos of this command that have bytes to go: its own, or those a finish rests on. */
function photosToGo(command: StoredCommand, photos: ItemContext['photos']): number {
	const named = [declaredPhoto(command.envelope) ?? '', ...photosOfFinish(command.envelope)];
	return named.filter((sha256) => photos.get(sha256)?.state === 'waiting').length;
}

/** A closing that waits for a decision is its author's to take back, as long as nobody has decided. */
function canWithdraw(
	{ envelope, result }: StoredCommand,
	state: ItemState,
	status: EngineStatus
): boolean {
	const isOwnClaim = state === 'under_review' && result?.outcome === 'claim';
	const mayAct = status.state !== 'revoked' && result?.reason !== escrowed;
	return isOwnClaim && mayAct && envelope.type === 'finish';
}

function undoUntil(command: StoredCommand, state: ItemState, context: ItemContext): number | null {
	const { type, session, deviceAt } = command.envelope;
	const isOver = state === 'undone' || state === 'refused' || session !== context.session;
	// After access has ended nothing can be done any more, not even undone.
	const isHandedIn = context.status.state === 'revoked' || command.result?.reason === escrowed;
	return isOver || isHandedIn || !isUndoable(type) ? null : deviceAt + undoWindowMs;
}
