/**
 * The outbox: one sacred database per person. What stands here was promised to a person.
 *
 * 1. Writes are durable when they resolve: Chromium is asked for strict durability.
 * 2. Counter, commands and photo pieces go into one transaction: all or nothing.
 * 3. The schema only grows: stores and fields are added, nothing is rewritten or dropped.
 * 4. A write that the browser cuts off by ending the connection is made again, and counts once.
 * 5. A command that was handed out once never changes its bytes again (except after a fork, where
 *    the old replica's books are closed).
 * Photos lie in pieces of 60 KB: larger values become files beside the database in Chromium, and
 * such files are known to go missing. A draft is a closing that is being written: it goes in the
 * transaction that queues the closing, and comes back with the one that takes it back.
 */
import Dexie, { type EntityTable, type Table } from 'dexie';
import type { CommandResult, PendingReport } from '$lib/protocol/sync';
import type { FinishDraft } from '../draft';
import { batchLength } from '../sync/plan';
import type {
	BatchLimit,
	Draft,
	Identity,
	NewPhoto,
	OutboxStore,
	StoredCommand,
	StoredPhoto
} from '../sync/ports';
import { isEndedConnection } from './database-fault';
import { outboxNameOf } from './names';
import { persistently } from './persistently';
import {
	afterRefusal,
	answered,
	attempted,
	byStoredAt,
	drafted,
	draftsBack,
	finishedIds,
	isAnswerTo,
	isKeptPhoto,
	isPendingPhoto,
	isRefused,
	isRejected,
	isToOfferAgain,
	namesEpoch,
	neverLeft,
	newPhotoRow,
	pendingOf,
	pieceBytes,
	piecesOf,
	prunable,
	renumbered,
	revived,
	shell,
	thumbPiece,
	undoneId,
	undosToSend,
	voided
} from './outbox-rows';

/** `openSeq` is there only until the command is answered: a sparse index of the queue. */
type CommandRow = StoredCommand & { openSeq?: number };
interface MetaRow {
	key: 'counters' | 'identity';
	nextN?: number;
	nextSeq?: number;
	identity?: Identity;
}
/** The numbers of the next command: in its replica, and on this device. */
interface Counters {
	nextN: number;
	nextSeq: number;
}
interface MemoRow {
	key: string;
	value: unknown;
	at: number;
}
type PieceKey = [sha256: string, i: number];
interface PieceRow {
	sha256: string;
	i: number;
	bytes: Uint8Array<ArrayBuffer>;
}

class OutboxDatabase extends Dexie {
	declare meta: EntityTable<MetaRow, 'key'>;
	declare commands: EntityTable<CommandRow, 'seq'>;
	declare photos: EntityTable<StoredPhoto, 'sha256'>;
	declare pieces: Table<PieceRow, PieceKey>;
	declare memos: EntityTable<MemoRow, 'key'>;
	declare drafts: EntityTable<FinishDraft, 'reportId'>;

	constructor(personId: string) {
		super(outboxNameOf(personId), { chromeTransactionDurability: 'strict' });
		this.version(1).stores({
			meta: 'key',
			commands: 'seq, &id, openSeq, reportId',
			photos: 'sha256, state',
			pieces: '[sha256+i]'
		});
		this.version(2).stores({ memos: 'key, at' });
		this.version(3).stores({ drafts: 'reportId' });
	}
}

/** Opens the outbox of a person; creates it where there is none. */
export async function openOutbox(personId: string): Promise<OutboxStore> {
	const db = new OutboxDatabase(personId);
	await db.open();
	return new DexieOutbox(db);
}

/** Whether this device has an outbox of a person; asking creates none. */
export function hasOutbox(personId: string): Promise<boolean> {
	return Dexie.exists(outboxNameOf(personId));
}

/** Deletes the outbox of a person with everything that was not sent: only ever what they asked for. */
export async function deleteOutbox(personId: string): Promise<void> {
	await Dexie.delete(outboxNameOf(personId));
}

class DexieOutbox implements OutboxStore {
	readonly #db: OutboxDatabase;
	/** What this tab left there; another one may have gone on since. */
	#expected: Counters | null = null;
	#isClosed = false;

	constructor(db: OutboxDatabase) {
		this.#db = db;
	}

	async identity(): Promise<Identity | null> {
		return (await this.#db.meta.get('identity'))?.identity ?? null;
	}

	async adopt(identity: Identity, reviveAnswered: boolean): Promise<void> {
		const { meta, commands } = this.#db;
		await this.#db.transaction('rw', meta, commands, async () => {
			const all = await commands.orderBy('seq').toArray();
			const queue = all.filter((row) => row.state !== 'answered' || reviveAnswered);
			await commands.bulkPut(queue.map((row, index) => renumbered(row, index + 1)));
			const { nextSeq } = await this.#counters();
			this.#expected = null;
			await meta.put({ key: 'counters', nextN: queue.length + 1, nextSeq });
			await meta.put({ key: 'identity', identity });
		});
	}

	append(drafts: readonly Draft[], photo?: NewPhoto): Promise<StoredCommand[]> {
		return this.#numbering((isRepeat) => this.#append(drafts, photo, isRepeat));
	}

	async #append(
		drafts: readonly Draft[],
		photo: NewPhoto | undefined,
		isRepeat: boolean
	): Promise<StoredCommand[]> {
		const { meta, commands, photos, pieces } = this.#db;
		if (photo === undefined) {
			const finished = finishedIds(drafts);
			if (finished.length === 0) {
				return this.#db.transaction('rw', meta, commands, () => this.#enqueue(drafts, isRepeat));
			}
			return this.#db.transaction('rw', meta, commands, this.#db.drafts, async () => {
				await this.#db.drafts.bulkDelete(finished);
				return this.#enqueue(drafts, isRepeat);
			});
		}
		return this.#db.transaction('rw', meta, commands, photos, pieces, async () => {
			const rows = await this.#enqueue(drafts, isRepeat);
			const declaring = rows.find((row) => row.envelope.type === 'addPhoto');
			if (declaring === undefined) return rows;
			const known = await photos.get(photo.sha256);
			await photos.put(newPhotoRow(photo, declaring, known));
			await pieces.bulkPut(piecesOf(photo));
			return rows;
		});
	}

	takeBack(undos: readonly Draft[]): Promise<StoredCommand[]> {
		return this.#numbering((isRepeat) => this.#takeBack(undos, isRepeat));
	}

	async #takeBack(undos: readonly Draft[], isRepeat: boolean): Promise<StoredCommand[]> {
		const { meta, commands, drafts } = this.#db;
		return this.#db.transaction('rw', meta, commands, drafts, async () => {
			const named = await this.#byId(undos.map(undoneId));
			await this.#giveBack(named);
			const taken = named.filter(neverLeft).map(voided);
			await commands.bulkPut(taken);
			const sent = await this.#enqueue(undosToSend(undos, named), isRepeat);
			return [...taken, ...sent];
		});
	}

	async take(limit: BatchLimit): Promise<StoredCommand[]> {
		const { meta, commands } = this.#db;
		return this.#db.transaction('rw', meta, commands, async () => {
			const replica = (await this.identity())?.replica;
			if (replica === undefined) return [];
			const queue = await commands.orderBy('openSeq').limit(limit.commands).toArray();
			const batch = queue.map((row) => attempted(row, replica));
			const length = batchLength(
				batch.map((row) => row.envelope),
				limit
			);
			const fresh = batch.slice(0, length).filter((_, i) => queue[i]?.state === 'waiting');
			await commands.bulkPut(fresh);
			return batch.slice(0, length);
		});
	}

	async acknowledge(
		results: readonly CommandResult[],
		epoch: string,
		at: number
	): Promise<StoredCommand[]> {
		const { commands, photos, drafts } = this.#db;
		if (results.length === 0) return [];
		return this.#db.transaction('rw', commands, photos, drafts, async () => {
			const byId = new Map(results.map((result) => [result.id, result]));
			const rows = (await this.#byId([...byId.keys()])).flatMap((row) => {
				const result = byId.get(row.id);
				return isAnswerTo(row, result) ? [answered(row, result, epoch, at)] : [];
			});
			await commands.bulkPut(rows);
			await this.#giveBack(rows.filter(isRejected));
			const refused = new Set(rows.filter(isRefused).map((row) => row.id));
			const isLost = (photo: StoredPhoto) => refused.has(photo.commandId) && isPendingPhoto(photo);
			const lost = refused.size === 0 ? [] : await photos.filter(isLost).toArray();
			const all = lost.length === 0 ? [] : await this.commands();
			await photos.bulkPut(lost.map((photo) => afterRefusal(photo, all)));
			return rows;
		});
	}

	async revive(fromN: number): Promise<number> {
		const { commands } = this.#db;
		return this.#db.transaction('rw', this.#db.meta, commands, async () => {
			const replica = (await this.identity())?.replica;
			const rows = await commands
				.filter(
					({ state, envelope }) =>
						state === 'answered' && envelope.replica === replica && envelope.n >= fromN
				)
				.toArray();
			await commands.bulkPut(rows.map(revived));
			return rows.length;
		});
	}

	async hasEarlier(): Promise<boolean> {
		const replica = (await this.identity())?.replica;
		const earlier = this.#db.commands.filter(
			({ state, envelope }) => state === 'answered' && envelope.replica !== replica
		);
		return (await earlier.limit(1).count()) > 0;
	}

	async lastAnsweredN(): Promise<number | null> {
		const replica = (await this.identity())?.replica;
		const last = await this.#db.commands
			.orderBy('seq')
			.reverse()
			.filter(({ state, envelope }) => state === 'answered' && envelope.replica === replica)
			.first();
		return last?.envelope.n ?? null;
	}

	async answeredEpoch(): Promise<string | null> {
		const last = await this.#db.commands.orderBy('seq').reverse().filter(namesEpoch).first();
		return last?.resultEpoch ?? null;
	}

	async shrink(seq: number): Promise<void> {
		await this.#db.transaction('rw', this.#db.commands, async () => {
			const row = await this.#db.commands.get(seq);
			if (row !== undefined) await this.#db.commands.put(shell(row));
		});
	}

	drafts(): Promise<FinishDraft[]> {
		return this.#db.drafts.toArray();
	}

	async saveDraft(draft: FinishDraft): Promise<void> {
		await this.#persistently(() => this.#db.drafts.put(draft));
	}

	async dropDraft(reportId: string): Promise<void> {
		await this.#persistently(() => this.#db.drafts.delete(reportId));
	}

	commands(): Promise<StoredCommand[]> {
		return this.#db.commands.orderBy('seq').toArray();
	}

	commandsOf(reportIds: readonly string[]): Promise<StoredCommand[]> {
		return this.#db.commands.where('reportId').anyOf(reportIds).sortBy('seq');
	}

	commandsById(ids: readonly string[]): Promise<StoredCommand[]> {
		return this.#byId(ids);
	}

	async pending(): Promise<PendingReport> {
		const { commands, photos } = this.#db;
		return this.#db.transaction('r', commands, photos, async () =>
			pendingOf(
				await commands.orderBy('openSeq').toArray(),
				await photos.where('state').equals('waiting').toArray()
			)
		);
	}

	async hasUnanswered(): Promise<boolean> {
		return (await this.#db.commands.orderBy('openSeq').limit(1).count()) > 0;
	}

	async prune(at: number): Promise<void> {
		const { commands, photos, pieces, memos } = this.#db;
		await this.#db.transaction('rw', commands, photos, pieces, memos, async () => {
			await memos.where('at').below(at).delete();
			const { seqs, sha256s } = prunable(await commands.toArray(), await photos.toArray(), at);
			await commands.bulkDelete(seqs);
			await photos.bulkDelete(sha256s);
			for (const sha256 of sha256s) await this.#deletePieces(sha256, thumbPiece);
		});
	}

	photos(): Promise<StoredPhoto[]> {
		return this.#db.photos.toArray();
	}

	openPhotos(): Promise<StoredPhoto[]> {
		return this.#db.photos.where('state').anyOf('waiting', 'sent').toArray();
	}

	async readThumb(sha256: string): Promise<Uint8Array<ArrayBuffer> | null> {
		return (await this.#db.pieces.get([sha256, thumbPiece]))?.bytes ?? null;
	}

	async readPhoto(
		sha256: string,
		start: number,
		end: number
	): Promise<Uint8Array<ArrayBuffer> | null> {
		const bytes = new Uint8Array(end - start);
		const [first, after] = [Math.floor(start / pieceBytes), Math.ceil(end / pieceBytes)];
		const keys = Array.from({ length: after - first }, (_, index): PieceKey => [
			sha256,
			first + index
		]);
		const pieces = await this.#db.pieces.bulkGet(keys);
		for (const [index, piece] of pieces.entries()) {
			const i = first + index;
			const from = Math.max(start, i * pieceBytes);
			const to = Math.min(end, (i + 1) * pieceBytes);
			const part = piece?.bytes.subarray(from - i * pieceBytes, to - i * pieceBytes);
			if (part?.length !== to - from) return null;
			bytes.set(part, from - start);
		}
		return bytes;
	}

	async changePhoto(
		sha256: string,
		change: Partial<Pick<StoredPhoto, 'state' | 'attempts' | 'mismatches' | 'storedAt'>>
	): Promise<void> {
		await this.#db.photos.update(sha256, change);
	}

	async markSent(sha256: string): Promise<void> {
		await this.#db.photos.update(sha256, (photo: StoredPhoto) => {
			if (photo.state === 'waiting') photo.state = 'sent';
		});
	}

	async keptPhotos(): Promise<StoredPhoto[]> {
		const stored = await this.#db.photos.where('state').equals('stored').toArray();
		return stored.filter(isKeptPhoto).sort(byStoredAt);
	}

	async offerPhotosAgain(): Promise<number> {
		const { photos } = this.#db;
		return this.#db.transaction('rw', photos, async () => {
			const told = await photos.where('state').anyOf('sent', 'stored').toArray();
			const again = told.filter(isToOfferAgain);
			await photos.bulkPut(
				again.map((photo) => ({ ...photo, state: 'waiting' as const, storedAt: null }))
			);
			return again.length;
		});
	}

	async releasePhotos(sha256s: readonly string[]): Promise<void> {
		const { photos, pieces } = this.#db;
		await this.#db.transaction('rw', photos, pieces, async () => {
			for (const sha256 of sha256s) {
				await photos.update(sha256, { state: 'stored', hasBytes: false });
				await this.#deletePieces(sha256, 0);
			}
		});
	}

	async memo(key: string): Promise<unknown> {
		return (await this.#db.memos.get(key))?.value ?? null;
	}

	async setMemo(key: string, value: unknown, at: number): Promise<void> {
		const { memos } = this.#db;
		await this.#persistently(async () => {
			await (value === null ? memos.delete(key) : memos.put({ key, value, at }));
		});
	}

	close(): void {
		this.#isClosed = true;
		this.#db.close();
	}

	async #giveBack(rows: readonly CommandRow[]): Promise<void> {
		const closings = rows.filter(({ envelope }) => envelope.type === 'finish');
		if (closings.length === 0) return;
		const { drafts } = this.#db;
		await drafts.bulkPut(draftsBack(closings, await drafts.toArray()));
	}

	#persistently<T>(write: (isRepeat: boolean) => Promise<T>): Promise<T> {
		return persistently(write, () => this.#isClosed);
	}

	async #deletePieces(sha256: string, from: number): Promise<void> {
		const all = this.#db.pieces.where('[sha256+i]');
		await all.between([sha256, from], [sha256, Infinity]).delete();
	}

	async #byId(ids: readonly string[]): Promise<CommandRow[]> {
		return this.#db.commands.where('id').anyOf(ids).sortBy('seq');
	}

	async #counters(): Promise<Counters> {
		const row = await this.#db.meta.get('counters');
		return { nextN: row?.nextN ?? 1, nextSeq: row?.nextSeq ?? 1 };
	}

	/**
	 * A write that numbers commands. It goes by what this tab expects, which the same transaction looks
	 * up: one way to the database instead of two. Where another tab was there first, everything is rolled
	 * back and written anew by what stands there.
	 */
	#numbering<T>(write: (isRepeat: boolean) => Promise<T>): Promise<T> {
		return this.#persistently(async (isRepeat) => {
			const hasExpected = this.#expected !== null;
			try {
				return await write(isRepeat);
			} catch (error) {
				this.#expected = null;
				if (!hasExpected || isEndedConnection(error)) throw error;
				return write(isRepeat);
			}
		});
	}

	/** `isRepeat`: they may stand here already, all of them or none. */
	async #enqueue(drafts: readonly Draft[], isRepeat: boolean): Promise<CommandRow[]> {
		if (drafts.length === 0) return [];
		const known = isRepeat ? await this.#byId(drafts.map(({ envelope }) => envelope.id)) : [];
		if (known.length > 0) return known;
		const { nextN, nextSeq } = (this.#expected ??= await this.#counters());
		const rows = drafts.map((draft, index) => drafted(draft, nextN + index, nextSeq + index));
		const next = { nextN: nextN + rows.length, nextSeq: nextSeq + rows.length };
		const [found] = await Promise.all([
			this.#counters(),
			this.#db.meta.put({ key: 'counters', ...next }),
			this.#db.commands.bulkAdd(rows)
		]);
		if (found.nextN !== nextN || found.nextSeq !== nextSeq) throw new Error('Counted elsewhere');
		this.#expected = next;
		return rows;
	}
}
