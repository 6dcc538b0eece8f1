/**
 * What screens see of the device: one object, `Device`, handed down by context. Behind it stand the
 * two local databases, the overlay, the outbox and the sync engine; in front of it only components.
 *
 * 1. Everything readable here is reactive (rune classes) and answers from memory, offline too.
 * 2. Nothing changes a report but `act` and `undo`; both resolve when the outbox has it on disk
 *    (strict durability), never when the server has it.
 * 3. A refusal is a value with a reason; an exception means the local database failed.
 */
import type { Area, Category, Directorate, Team } from '$lib/domain/city/profile';
import type { Actor, Person } from '$lib/domain/people/actor';
import type { CommandType } from '$lib/domain/report/lifecycle';
import type { Intent } from '$lib/domain/report/command';
import type { Policy } from '$lib/domain/report/decision';
import type { Refusal, RefusalDetail } from '$lib/domain/report/refusal';
import type { PhotoKind, Report } from '$lib/domain/report/report';
import type { Basemap, City, Outcome } from '$lib/protocol/entity';
import type { PhotoSize } from '$lib/protocol/online';
import type { LostWork } from '$lib/protocol/session';
import type { CommandOutcome } from '$lib/protocol/sync';
import type { DraftsView } from './state/drafts.svelte';

/** A photo as the camera hands it over: shrunk JPEG bytes and a thumbnail of 320 px. */
export interface TakenPhoto {
	sha256: string;
	bytes: Uint8Array<ArrayBuffer>;
	thumb: Uint8Array<ArrayBuffer>;
	width: number;
	height: number;
}

export type ActResult =
	| { ok: true; commandIds: readonly string[]; group: string | null }
	| { ok: false; refused: readonly ActRefusal[] };

export interface ActRefusal {
	reportId: string;
	reason: Refusal;
	detail?: RefusalDetail;
}

/** States of an outbox item; words for them stand in the messages (`outbox_state_<state>`). */
export const itemStates = [
	'waiting',
	'sending',
	'photos_left',
	'applied',
	'merged',
	'under_review',
	'refused',
	'undone',
	'paused',
	/** A supervisor has decided: see `settlement`. */
	'reviewed'
] as const;
export type ItemState = (typeof itemStates)[number];

export interface OutboxItem {
	commandId: string;
	n: number;
	type: CommandType;
	/** As they were written: parse what you read of them. */
	args: unknown;
	reportId: string;
	/** Kept beside the command, so that it stays readable after the report has left. */
	reportNumber: string;
	reportAddress: string;
	at: number;
	state: ItemState;
	/** What keeps it from being sent; null where its state is not `paused`. */
	pausedBy: SyncState | null;
	outcome: CommandOutcome | null;
	reason: string | null;
	detail: Record<string, unknown> | null;
	photo: {
		sha256: string;
		size: number;
		sentBytes: number;
		state: 'waiting' | 'sending' | 'stored' | 'corrupt';
	} | null;
	/** What a photo shows, for an `addPhoto`. */
	photoKind: PhotoKind | null;
	/** Until when it can be taken back, by the device's clock; null when it cannot. */
	undoUntilAt: number | null;
	/** A closing under review that its author may take back (`undo`), until somebody has decided. */
	canWithdraw: boolean;
	/** What was decided about it after it had been received; null while nothing was. */
	settlement: Settlement | null;
}

/** A later decision about a command, told to its author (entity `outcome`). */
export type Settlement = Pick<Outcome, 'choice' | 'actorId' | 'text' | 'at'>;

export interface OutboxView {
	/** Newest first; acknowledged ones of the last 30 days included. */
	readonly items: readonly OutboxItem[];
	/** Acts that have to go; that a report was read is none, and a photo that waits counts as a photo. */
	readonly unsentCommands: number;
	readonly unsentPhotos: number;
	readonly oldestUnsentAt: number | null;
	/** Waiting, sending, or with photos to go, for one report. */
	unsentOf(reportId: string): readonly OutboxItem[];
	/** Reports that left this device while work on them was ours: what, why, when. */
	readonly departures: readonly Departure[];
	dismissDeparture(reportId: string): void;
}

export interface Departure {
	reportId: string;
	number: string;
	address: string;
	/** A leave reason of the protocol. */
	reason: string;
	at: number;
	/** Own commands on it, sent or not. */
	hadWork: boolean;
}

export interface ReportsView {
	/** True once the local database has been read. */
	readonly isReady: boolean;
	/** False until the first sync has ended on this device. */
	readonly isComplete: boolean;
	/** Rows received so far of a first sync. */
	readonly received: number;
	/** The own jobs nearest to where this device is, while all others are still being read; else null. */
	readonly near: readonly Report[] | null;
	/** All reports on this device, overlay applied, no particular order; a new array at each change. */
	readonly all: readonly Report[];
	byId(id: string): Report | undefined;
	/** By report number as printed. */
	byNumber(number: string): Report | undefined;
}

export interface ReferenceView {
	readonly isReady: boolean;
	readonly city: City | undefined;
	readonly basemap: Basemap | undefined;
	readonly categories: ReadonlyMap<string, Category>;
	readonly people: ReadonlyMap<string, Person>;
	readonly teams: ReadonlyMap<string, Team>;
	readonly directorates: ReadonlyMap<string, Directorate>;
	readonly areas: ReadonlyMap<string, Area>;
	/** What the rules look up; undefined until the reference data is here. */
	readonly policy: Policy | undefined;
}

export const syncStates = [
	'idle',
	'exchanging',
	'backoff',
	'offline',
	'needs_sign_in',
	'needs_upgrade',
	'blocked_quota',
	/** Access was withdrawn: the cache is gone, the outbox is handed in for review. */
	'revoked'
] as const;
export type SyncState = (typeof syncStates)[number];

export interface SyncView {
	readonly state: SyncState;
	/** Server and device reached each other at the last try. */
	readonly isOnline: boolean;
	/** When the server was last heard, by its clock brought to this device's; null: never. */
	readonly lastContactAt: number | null;
	readonly nextTryAt: number | null;
	/** Server minus device clock. */
	readonly skewMs: number | null;
	/** Browser's promise not to evict: true, false, or unknown. */
	readonly isPersisted: boolean | null;
	/** What the browser lends this app, bytes, and how many more photos fit; null where it does not say. */
	readonly storage: { usedBytes: number; quotaBytes: number; photosLeft: number } | null;
	/** Too long without hearing the server (14 days): everything can be read, nothing done. */
	readonly isReadOnly: boolean;
	/** Rows of the local copy that had to be repaired since it was made; 0 is the rule. */
	readonly repairs: number;
	/** 1 of 3 commands, 2 of 5 photos, while sending. */
	readonly progress: {
		commands: number;
		photos: number;
		photoBytes: number;
		photoTotalBytes: number;
	};
}

export interface RescueExport {
	/** Suggested file name. */
	name: string;
	file: Blob;
	commands: number;
	photos: number;
}

/** What became of a rescue file that was handed in. */
export interface RescueReceipt {
	commands: number;
	/** Commands that the server had already. */
	known: number;
	photos: number;
	isUnderReview: boolean;
}

export interface Device {
	readonly person: Person;
	readonly actor: Actor;
	readonly reports: ReportsView;
	readonly reference: ReferenceView;
	readonly outbox: OutboxView;
	/** Closings that are being written, saved on this device at every answer. */
	readonly drafts: DraftsView;
	/** What supervisors read beside unsent work of this device, at most 60 characters. */
	readonly name: string;
	readonly sync: SyncView;
	/** Corrected now: the device's clock plus the last known skew, milliseconds. */
	now(): number;
	/**
	 * Decides each intent on the overlaid state, then queues all of them in one transaction with
	 * their photo, or none. Several intents get one group.
	 */
	act(intents: Intent | readonly Intent[], photo?: TakenPhoto): Promise<ActResult>;
	/** Would it be allowed now? For buttons; never queues. */
	check(intent: Intent): { ok: true } | (ActRefusal & { ok: false });
	/** Takes back commands of one act or one group within 10 s: voids unsent ones, undoes sent ones. */
	undo(commandIds: readonly string[]): Promise<ActResult>;
	/** Bytes of a photo: own unsent, kept, or from the server; null where none can be had now. */
	photo(report: Report, sha256: string, size: PhotoSize): Promise<Blob | null>;
	/** What a screen wrote down to find again after a restart; null: nothing. Parse what you get. */
	memo(key: string): Promise<unknown>;
	/** Writes a plain value down, on disk when it resolves; null forgets it. Kept for 30 days. */
	setMemo(key: string, value: unknown): Promise<void>;
	/** Photos of the own open reports that are worth having offline, and how many of them are here. */
	photosAhead(): Promise<{ wanted: number; kept: number }>;
	syncNow(): void;
	/** Unsent work that this device has lost, as far as witnesses know; null: none, or dismissed. */
	readonly incident: LostWork | null;
	/** The server, and with it the supervisors, have been told of the incident. */
	readonly isIncidentTold: boolean;
	dismissIncident(): void;
	/** Everything that is kept of own work, with photos, as one signed file; null where it cannot be signed. */
	rescueFile(): Promise<RescueExport | null>;
	/**
	 * Ends the session and deletes the cache, online or offline. The outbox stays, locked until its
	 * person signs in again; with `discard` it is deleted too, and the server is told how much that was.
	 */
	signOut(options?: { discard?: boolean }): Promise<void>;
	/** Stops engine and databases of this page. */
	close(): Promise<void>;
}
