/**
 * What the engine needs of the world: two stores, a server, a clock, timers. Each has a real
 * implementation (Dexie, fetch, the browser) and one for the simulation; one contract suite
 * (db/store-contract) holds both stores to the same promises.
 *
 * 1. The outbox is sacred: nothing in it is deleted before the server has answered for it.
 * 2. The cache is disposable: everything in it can be fetched again.
 * 3. A command that was ever attempted never changes again; before that it may become void.
 */
import type { CommandEnvelope } from '$lib/domain/report/command';
import type { Report } from '$lib/domain/report/report';
import type { EntityKind } from '$lib/protocol/entity';
import type { EscrowReceipt, EscrowRequest } from '$lib/protocol/escrow';
import type {
	Change,
	CommandResult,
	PendingReport,
	SyncRequest,
	SyncResponse
} from '$lib/protocol/sync';
import type { FinishDraft } from '../draft';
import type { Answer } from '../errors';

/** Which replica of the server's books this outbox is. */
export interface Identity {
	replica: string;
	/** Signs rescue batches; null where the browser has no crypto (plain http on a LAN). */
	key: CryptoKey | null;
	deviceName: string;
	mintedAt: number;
}

/** waiting: never left the device · attempted: may have reached the server · answered: terminal. */
export type CommandState = 'waiting' | 'attempted' | 'answered';

export interface StoredCommand {
	/** Order of writing on this device; never changes, unlike `envelope.n` after a fork. */
	seq: number;
	id: string;
	reportId: string;
	state: CommandState;
	/** `replica` is empty until the first attempt. */
	envelope: CommandEnvelope;
	result: CommandResult | null;
	/** Epoch of the server that answered: its versions mean nothing under another one. */
	resultEpoch: string | null;
	answeredAt: number | null;
	/** Keeps the item readable after the report has left. */
	snapshot: { number: string; address: string };
	/** What the person wrote, where only an empty shell could be sent (413 for it alone). */
	tooLarge: CommandEnvelope | null;
	/** It went out under an earlier replica and may have taken effect: it cannot be taken back unsent. */
	wasSent?: boolean;
}

/** A command before it has a place in the queue. */
export interface Draft {
	envelope: Omit<CommandEnvelope, 'replica' | 'n'>;
	snapshot: StoredCommand['snapshot'];
}

/**
 * waiting: bytes to go · sent: whole on the server, row not seen yet · stored · corrupt: given up ·
 * refused: its command was, so nobody will take the bytes.
 */
export type StoredPhotoState = 'waiting' | 'sent' | 'stored' | 'corrupt' | 'refused';

export interface StoredPhoto {
	sha256: string;
	size: number;
	width: number;
	height: number;
	reportId: string;
	commandId: string;
	state: StoredPhotoState;
	/** Uploads begun: from the second on the server is asked for its offset first. */
	attempts: number;
	/** How often the server found other bytes than declared. */
	mismatches: number;
	addedAt: number;
	/** The bytes are still here. */
	hasBytes: boolean;
	/** When the server was known to have it, by the server's clock; absent until then. */
	storedAt?: number | null;
}

export interface NewPhoto {
	sha256: string;
	bytes: Uint8Array<ArrayBuffer>;
	thumb: Uint8Array<ArrayBuffer>;
	width: number;
	height: number;
}

export interface BatchLimit {
	commands: number;
	bytes: number;
}

export interface OutboxStore {
	identity(): Promise<Identity | null>;
	/**
	 * Takes a new replica: counts from 1 again and renumbers every unanswered command, in order.
	 * `reviveAnswered`: the server has lost its memory, so that answered ones are sent again as well,
	 * whichever replica they were answered under.
	 */
	adopt(identity: Identity, reviveAnswered: boolean): Promise<void>;
	/**
	 * Counter, commands and photo bytes in one durable transaction: all or nothing. A closing takes
	 * the place of its draft.
	 */
	append(drafts: readonly Draft[], photo?: NewPhoto): Promise<StoredCommand[]>;
	/**
	 * Takes back commands, given the drafts of their undo: a waiting one becomes void and its draft
	 * is dropped, any other draft is appended. One transaction; answers with all that changed. A
	 * closing that is taken back leaves its draft, unless another one was begun.
	 */
	takeBack(undos: readonly Draft[]): Promise<StoredCommand[]>;
	/** The next batch in order, marked as attempted before it is handed out; never empty-handed for bytes. */
	take(limit: BatchLimit): Promise<StoredCommand[]>;
	/**
	 * Stores results of commands whose n and id both match, each once; answers with those. A closing
	 * that was refused leaves its draft, likewise.
	 */
	acknowledge(
		results: readonly CommandResult[],
		epoch: string,
		at: number
	): Promise<StoredCommand[]>;
	/** Answered commands of this replica from `n` on are sent again; answers how many. */
	revive(fromN: number): Promise<number>;
	/** Are commands kept here that were answered under an earlier replica? */
	hasEarlier(): Promise<boolean>;
	/** The counter of the last answered command of this replica; null: none kept. */
	lastAnsweredN(): Promise<number | null>;
	/**
	 * The epoch under which a command was answered last, of any replica; null where none is kept, or all
	 * were handed in, which no epoch answers.
	 */
	answeredEpoch(): Promise<string | null>;
	/** Replaces an unsendable command by an empty, void shell of the same n and id. */
	shrink(seq: number): Promise<void>;
	/** Closings that are being written. */
	drafts(): Promise<FinishDraft[]>;
	/** Durable when it resolves, like everything here. */
	saveDraft(draft: FinishDraft): Promise<void>;
	dropDraft(reportId: string): Promise<void>;
	commands(): Promise<StoredCommand[]>;
	commandsById(ids: readonly string[]): Promise<StoredCommand[]>;
	commandsOf(reportIds: readonly string[]): Promise<StoredCommand[]>;
	/** Unanswered commands, void ones not counted, and photos with bytes to go. */
	pending(): Promise<PendingReport>;
	hasUnanswered(): Promise<boolean>;
	/** Forgets commands answered before `at`, and their photos once stored. */
	prune(at: number): Promise<void>;
	photos(): Promise<StoredPhoto[]>;
	/** Photos that are still on their way: waiting or sent. */
	openPhotos(): Promise<StoredPhoto[]>;
	readThumb(sha256: string): Promise<Uint8Array<ArrayBuffer> | null>;
	/** Bytes [start, end) of a photo, read piece by piece; null where one cannot be read. */
	readPhoto(sha256: string, start: number, end: number): Promise<Uint8Array<ArrayBuffer> | null>;
	changePhoto(
		sha256: string,
		change: Partial<Pick<StoredPhoto, 'state' | 'attempts' | 'mismatches' | 'storedAt'>>
	): Promise<void>;
	/** Its bytes are on the server, where nothing more is known of it yet. */
	markSent(sha256: string): Promise<void>;
	/** Stored photos whose bytes are kept until a backup of the server has them, oldest first. */
	keptPhotos(): Promise<StoredPhoto[]>;
	/** The server lost its memory: every photo whose bytes are here is offered again; answers how many. */
	offerPhotosAgain(): Promise<number>;
	/** Marks photos as stored and frees their bytes, all but the thumbnail. */
	releasePhotos(sha256s: readonly string[]): Promise<void>;
	/** What a screen wrote down to find again after a restart; null: nothing. Never sent. */
	memo(key: string): Promise<unknown>;
	/** Writes a memo down durably; null forgets it. `prune` forgets those written before its moment. */
	setMemo(key: string, value: unknown, at: number): Promise<void>;
	close(): void;
}

/** A report as last received; `scopes` are the feeds of this device that carry it. */
export interface ReportRow {
	id: string;
	scopes: readonly string[];
	rev: number;
	/** Generation of the resync that last saw it. */
	gen: number;
	body: Report;
}

export interface RefRow {
	kind: Exclude<EntityKind, 'report'>;
	id: string;
	scopes: readonly string[];
	gen: number;
	body: Record<string, unknown>;
}

/** A report that left while this device held it. */
export interface DepartureRow {
	reportId: string;
	number: string;
	address: string;
	reason: string;
	at: number;
}

/** A row as check sums see it. */
export interface RowRev {
	/** `<kind>:<id>` */
	key: string;
	/** 0 for reference data. */
	rev: number;
	scopes: readonly string[];
	/** Reports: when it was closed, ms. */
	endedAt: number | null;
}

/** What an audit found wrong here. */
export interface Mending {
	/** Rows that one of their scopes does not carry. */
	strays: readonly { key: string; scope: string }[];
	/** Rows that are not what they should be; they are fetched again. */
	broken: readonly string[];
	/** Too much is wrong: begin anew, by mark and sweep. */
	beginAnew: boolean;
}

export interface CacheMeta {
	cursor: string | null;
	epoch: string | null;
	covers: Readonly<Record<string, number>>;
	/** Covers when there was last nothing more to read: only there is every effect up to them here. */
	headCovers: Readonly<Record<string, number>>;
	gen: number;
	/** Between the first and the last page of a resync. */
	isResyncing: boolean;
	/** A first sync has come to its end on this device. */
	isComplete: boolean;
	lastContactAt: number | null;
	/** Server minus device clock, and the device's clock when that was measured. */
	skewMs: number | null;
	skewAt: number | null;
	/** Rows that had to be repaired since this cache was made; absent: none. */
	repairs?: number;
}

/** Of a device that has never heard the server. */
export const emptyMeta: CacheMeta = {
	cursor: null,
	epoch: null,
	covers: {},
	headCovers: {},
	gen: 0,
	isResyncing: false,
	isComplete: false,
	lastContactAt: null,
	skewMs: null,
	skewAt: null
};

/** One page of changes, and the cursor it was asked with. */
export interface Page {
	fromCursor: string | null;
	epoch: string;
	mode: 'delta' | 'resync';
	entries: readonly Change[];
	cursor: string;
	covers: Readonly<Record<string, number>>;
	more: boolean;
	contact: { at: number; skewMs: number };
}

export interface Applied {
	reports: readonly ReportRow[];
	removed: readonly string[];
	refsChanged: boolean;
	departures: readonly DepartureRow[];
	meta: CacheMeta;
}

export interface CacheStore {
	/** Raises the leader term; applies of older terms are refused from here on. */
	beginTerm(): Promise<number>;
	meta(): Promise<CacheMeta>;
	/** Rows, cursor and covers in one transaction; null where another leader or page was first. */
	apply(page: Page, term: number): Promise<Applied | null>;
	reports(): Promise<ReportRow[]>;
	reportsById(ids: readonly string[]): Promise<ReportRow[]>;
	/** All rows, as check sums see them. */
	revs(): Promise<RowRev[]>;
	/** Takes out what an audit found wrong; null where another leader was first. */
	mend(mending: Mending, term: number): Promise<Applied | null>;
	/** Drops reports whose time on devices is over. */
	forget(ids: readonly string[]): Promise<void>;
	refs(): Promise<RefRow[]>;
	departures(): Promise<DepartureRow[]>;
	dismissDeparture(reportId: string): Promise<void>;
	close(): void;
}

export interface SyncServer {
	exchange(
		request: SyncRequest,
		signal: AbortSignal,
		keepalive?: boolean
	): Promise<Answer<SyncResponse>>;
	mintReplica(deviceName: string): Promise<Answer<{ replica: string; secret: string }>>;
	/** Hands in signed work without a session. */
	escrow(request: EscrowRequest): Promise<Answer<EscrowReceipt>>;
}

/** Signs with the replica's secret. */
export interface Signer {
	/** A key that can sign but never be read; null where the page has no crypto (plain http on a LAN). */
	keyOf(secret: string): Promise<CryptoKey | null>;
	/** HMAC-SHA256 of the text, base64url. */
	sign(key: CryptoKey, text: string): Promise<string>;
}

/**
 * How one upload ended. `later`: the line failed, or the server cannot take it now; `mismatch`: other
 * bytes than declared arrived.
 */
export type UploadEnd = 'complete' | 'mismatch' | 'refused' | 'signed_out' | 'later' | Postponed;

/** The server named a moment before which nothing is to be asked. */
export interface Postponed {
	retryAfterMs: number;
}

export interface PhotoUploader {
	upload(
		photo: Pick<StoredPhoto, 'sha256' | 'size' | 'attempts'>,
		read: (start: number, end: number) => Promise<Uint8Array<ArrayBuffer> | null>,
		onProgress: (sentBytes: number) => void,
		signal: AbortSignal,
		headers?: Readonly<Record<string, string>>
	): Promise<UploadEnd>;
}

export interface DeviceClock {
	/** Wall clock, ms since the epoch, as wrong as the device has it. */
	wallMs(): number;
	/** Monotonic clock of this session, ms. */
	monoMs(): number;
	/** Offset from UTC at a moment, minutes. */
	offsetMinutes(at: number): number;
	session: string;
}

export interface Timers {
	/** Runs once after a delay, ms; the answer cancels it. */
	after(ms: number, run: () => void): () => void;
	/** Uniform in [0, 1). */
	random(): number;
}
