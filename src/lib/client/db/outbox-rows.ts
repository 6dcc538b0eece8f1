/** How rows of the outbox come to be and change: pure, shared by both stores. */
import { edges } from '$lib/domain/report/lifecycle';
import type { CommandResult, PendingReport } from '$lib/protocol/sync';
import { draftOf, type FinishDraft } from '../draft';
import { countedActs } from '../sync/plan';
import type { Draft, NewPhoto, StoredCommand, StoredPhoto } from '../sync/ports';

type OpenCommand = StoredCommand & { openSeq?: number };

/** Small enough to stay inside Chromium's database (external files begin at 64 KiB). */
export const pieceBytes = 60 * 1024;

export function drafted(draft: Draft, n: number, seq: number): OpenCommand {
	const { id, reportId } = draft.envelope;
	return {
		seq,
		openSeq: seq,
		id,
		reportId,
		state: 'waiting',
		envelope: { ...draft.envelope, replica: '', n },
		result: null,
		resultEpoch: null,
		answeredAt: null,
		snapshot: draft.snapshot,
		tooLarge: null
	};
}

export function attempted(row: OpenCommand, replica: string): OpenCommand {
	if (row.state !== 'waiting') return row;
	return { ...row, state: 'attempted', envelope: { ...row.envelope, replica } };
}

export function voided(row: OpenCommand): OpenCommand {
	return { ...row, envelope: { ...row.envelope, isVoid: true } };
}

export function answered(
	row: OpenCommand,
	result: CommandResult,
	resultEpoch: string,
	answeredAt: number
): OpenCommand {
	const { openSeq: _, ...rest } = row;
	return { ...rest, state: 'answered', result, resultEpoch, answeredAt };
}

/** Back into the queue, byte for byte as it was sent. */
export function revived(row: OpenCommand): OpenCommand {
	return { ...row, openSeq: row.seq, state: 'attempted' };
}

/** Under a new replica: the next counter, stamped at the next attempt. */
export function renumbered(row: OpenCommand, n: number): OpenCommand {
	const envelope = { ...row.envelope, n, replica: '' };
	const wasSent = row.wasSent === true || row.state !== 'waiting';
	return { ...row, openSeq: row.seq, state: 'waiting', envelope, wasSent };
}

/** Can it still be taken back without the server's knowledge? */
export function neverLeft(row: StoredCommand): boolean {
	return row.state === 'waiting' && row.wasSent !== true;
}

/** A photo that a server without memory has to be offered again. */
export function isToOfferAgain({ state, hasBytes }: StoredPhoto): boolean {
	return hasBytes && (state === 'sent' || state === 'stored');
}

/** Stored, its bytes kept until a backup has them. */
export function isKeptPhoto({ state, hasBytes }: StoredPhoto): boolean {
	return hasBytes && state === 'stored';
}

export const byStoredAt = (one: StoredPhoto, other: StoredPhoto) =>
	(one.storedAt ?? 0) - (other.storedAt ?? 0);

export function shell(row: OpenCommand): OpenCommand {
	const envelope = { ...row.envelope, isVoid: true, args: {} };
	return { ...row, tooLarge: row.tooLarge ?? row.envelope, envelope };
}

/** The command that an undo names. */
export function undoneId(draft: Draft): string {
	const { args } = draft.envelope;
	if (typeof args !== 'object' || args === null || !('commandId' in args)) return '';
	return typeof args.commandId === 'string' ? args.commandId : '';
}

/**
 * The undos that must be sent: of commands that have left. A photo or a note that has left stays, so
 * that its undo, planned while it had not, is dropped.
 */
export function undosToSend(undos: readonly Draft[], named: readonly StoredCommand[]): Draft[] {
	const settled = new Set(
		named.filter((row) => neverLeft(row) || !isUndoable(row.envelope.type)).map(({ id }) => id)
	);
	return undos.filter((undo) => !settled.has(undoneId(undo)));
}

const isUndoable = (type: string) => edges.some((edge) => edge.command === type && edge.undoable);

/** The same photo taken into the outbox twice stays one, with what is known of its upload. */
export function newPhotoRow(
	photo: NewPhoto,
	command: StoredCommand,
	known: StoredPhoto | undefined
): StoredPhoto {
	return {
		sha256: photo.sha256,
		size: photo.bytes.length,
		width: photo.width,
		height: photo.height,
		reportId: command.reportId,
		commandId: command.id,
		state: 'waiting',
		attempts: known?.attempts ?? 0,
		mismatches: 0,
		addedAt: command.envelope.deviceAt,
		hasBytes: true
	};
}

/** Reports whose draft has become a closing. */
export function finishedIds(drafts: readonly Draft[]): string[] {
	return drafts.flatMap(({ envelope: { type, reportId } }) =>
		type === 'finish' ? [reportId] : []
	);
}

/** The drafts that closings leave which came to nothing, but for reports that have another one. */
export function draftsBack(
	rows: readonly StoredCommand[],
	begun: readonly FinishDraft[]
): FinishDraft[] {
	const taken = new Set(begun.map(({ reportId }) => reportId));
	return rows
		.flatMap((row) => draftOf(row.tooLarge ?? row.envelope) ?? [])
		.filter(({ reportId }) => !taken.has(reportId));
}

/** The thumbnail lies before the first piece and outlives the others. */
export const thumbPiece = -1;

export function piecesOf({ sha256, bytes, thumb }: NewPhoto) {
	const count = Math.ceil(bytes.length / pieceBytes);
	const pieces = Array.from({ length: count }, (_, i) => ({
		sha256,
		i,
		bytes: bytes.slice(i * pieceBytes, (i + 1) * pieceBytes)
	}));
	return [{ sha256, i: thumbPiece, bytes: thumb }, ...pieces];
}

/** Does a result answer this row, which was sent and has no answer yet? */
export function isAnswerTo(
	row: StoredCommand,
	result: CommandResult | undefined
): result is CommandResult {
	return result !== undefined && row.state === 'attempted' && result.n === row.envelope.n;
}

/** Was this answered by a server that named its epoch? Nobody does for what is handed in. */
export const namesEpoch = ({ state, resultEpoch }: StoredCommand) =>
	state === 'answered' && resultEpoch !== null && resultEpoch !== '';

/** The server will never ask for what this command declared. */
export function isRefused(row: StoredCommand): boolean {
	return isRejected(row) || row.result?.outcome === 'void';
}

export const isRejected = (row: StoredCommand) => row.result?.outcome === 'rejected';

/** A photo whose command was refused: it goes on for another command that declares the same picture. */
export function afterRefusal(photo: StoredPhoto, commands: readonly StoredCommand[]): StoredPhoto {
	const other = commands.find((row) => !isRefused(row) && declares(row, photo.sha256));
	if (other === undefined) return { ...photo, state: 'refused' };
	return { ...photo, commandId: other.id, reportId: other.reportId };
}

function declares({ envelope: { type, args } }: StoredCommand, sha256: string): boolean {
	if (type !== 'addPhoto' || typeof args !== 'object' || args === null) return false;
	return 'sha256' in args && args.sha256 === sha256;
}

/** Commands answered before `at` whose photo is not on its way any more, and those photos. */
export function prunable(
	commands: readonly StoredCommand[],
	photos: readonly StoredPhoto[],
	at: number
): { seqs: number[]; sha256s: string[] } {
	const onTheWay = new Set(photos.filter(isOpenPhoto).map((photo) => photo.commandId));
	const old = commands.filter(
		(row) => row.answeredAt !== null && row.answeredAt < at && row.state === 'answered'
	);
	const gone = old.filter((row) => !onTheWay.has(row.id));
	const ids = new Set(gone.map((row) => row.id));
	return {
		seqs: gone.map((row) => row.seq),
		sha256s: photos.filter((photo) => ids.has(photo.commandId)).map((photo) => photo.sha256)
	};
}

export const isOpenPhoto = ({ state }: StoredPhoto) => state === 'waiting' || state === 'sent';
export const isPendingPhoto = (photo: StoredPhoto) => photo.state === 'waiting';

/** What is still unsent, as its person counts it and supervisors see it. */
export function pendingOf(
	open: readonly StoredCommand[],
	waiting: readonly StoredPhoto[]
): PendingReport {
	const unsent = countedActs(
		open.filter((row) => !row.envelope.isVoid),
		new Set(waiting.map(({ sha256 }) => sha256))
	);
	const ages = [
		...unsent.map((row) => row.envelope.deviceAt),
		...waiting.map((photo) => photo.addedAt)
	];
	return {
		commands: unsent.length,
		photos: waiting.length,
		oldestAt: ages.length === 0 ? null : Math.min(...ages)
	};
}
