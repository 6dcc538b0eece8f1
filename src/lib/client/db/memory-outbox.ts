/**
 * An outbox in memory, for the simulation: the same promises as the one on disk (see
 * store-contract.test), each call one atomic step.
 */
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
	isOpenPhoto,
	isPendingPhoto,
	isRefused,
	isRejected,
	isToOfferAgain,
	namesEpoch,
	neverLeft,
	newPhotoRow,
	pendingOf,
	prunable,
	renumbered,
	revived,
	shell,
	undoneId,
	undosToSend,
	voided
} from './outbox-rows';

type Row = ReturnType<typeof drafted>;

export class MemoryOutbox implements OutboxStore {
	#identity: Identity | null = null;
	#nextN = 1;
	#nextSeq = 1;
	#rows = new Map<number, Row>();
	#photos = new Map<string, StoredPhoto>();
	#bytes = new Map<string, Uint8Array<ArrayBuffer>>();
	#thumbs = new Map<string, Uint8Array<ArrayBuffer>>();
	#memos = new Map<string, { value: unknown; at: number }>();
	#drafts = new Map<string, FinishDraft>();

	identity(): Promise<Identity | null> {
		return Promise.resolve(this.#identity);
	}

	adopt(identity: Identity, reviveAnswered: boolean): Promise<void> {
		const queue = this.#all().filter((row) => row.state !== 'answered' || reviveAnswered);
		this.#put(queue.map((row, index) => renumbered(row, index + 1)));
		this.#nextN = queue.length + 1;
		this.#identity = identity;
		return Promise.resolve();
	}

	append(drafts: readonly Draft[], photo?: NewPhoto): Promise<StoredCommand[]> {
		const rows = this.#enqueue(drafts);
		for (const reportId of finishedIds(drafts)) this.#drafts.delete(reportId);
		const declaring = rows.find((row) => row.envelope.type === 'addPhoto');
		if (photo !== undefined && declaring !== undefined) {
			const known = this.#photos.get(photo.sha256);
			this.#photos.set(photo.sha256, newPhotoRow(photo, declaring, known));
			this.#bytes.set(photo.sha256, photo.bytes.slice());
			this.#thumbs.set(photo.sha256, photo.thumb.slice());
		}
		return Promise.resolve(rows);
	}

	takeBack(undos: readonly Draft[]): Promise<StoredCommand[]> {
		const named = this.#byId(undos.map(undoneId));
		this.#giveBack(named);
		const taken = named.filter(neverLeft).map(voided);
		this.#put(taken);
		const sent = this.#enqueue(undosToSend(undos, named));
		return Promise.resolve([...taken, ...sent]);
	}

	take(limit: BatchLimit): Promise<StoredCommand[]> {
		const replica = this.#identity?.replica;
		if (replica === undefined) return Promise.resolve([]);
		const batch = this.#open()
			.slice(0, limit.commands)
			.map((row) => attempted(row, replica));
		const envelopes = batch.map((row) => row.envelope);
		const taken = batch.slice(0, batchLength(envelopes, limit));
		this.#put(taken);
		return Promise.resolve(taken);
	}

	acknowledge(
		results: readonly CommandResult[],
		epoch: string,
		at: number
	): Promise<StoredCommand[]> {
		const byId = new Map(results.map((result) => [result.id, result]));
		const rows = this.#byId([...byId.keys()]).flatMap((row) => {
			const result = byId.get(row.id);
			return isAnswerTo(row, result) ? [answered(row, result, epoch, at)] : [];
		});
		this.#put(rows);
		this.#giveBack(rows.filter(isRejected));
		const refused = new Set(rows.filter(isRefused).map((row) => row.id));
		for (const photo of this.#photos.values()) {
			if (refused.has(photo.commandId) && isPendingPhoto(photo)) {
				this.#photos.set(photo.sha256, afterRefusal(photo, this.#all()));
			}
		}
		return Promise.resolve(rows);
	}

	revive(fromN: number): Promise<number> {
		const rows = this.#answered().filter((row) => row.envelope.n >= fromN);
		this.#put(rows.map(revived));
		return Promise.resolve(rows.length);
	}

	hasEarlier(): Promise<boolean> {
		const replica = this.#identity?.replica;
		const isEarlier = (row: Row) => row.state === 'answered' && row.envelope.replica !== replica;
		return Promise.resolve(this.#all().some(isEarlier));
	}

	lastAnsweredN(): Promise<number | null> {
		return Promise.resolve(this.#answered().at(-1)?.envelope.n ?? null);
	}

	answeredEpoch(): Promise<string | null> {
		const last = this.#all().findLast(namesEpoch);
		return Promise.resolve(last?.resultEpoch ?? null);
	}

	shrink(seq: number): Promise<void> {
		const row = this.#rows.get(seq);
		if (row !== undefined) this.#put([shell(row)]);
		return Promise.resolve();
	}

	drafts(): Promise<FinishDraft[]> {
		return Promise.resolve([...this.#drafts.values()]);
	}

	saveDraft(draft: FinishDraft): Promise<void> {
		this.#drafts.set(draft.reportId, structuredClone(draft));
		return Promise.resolve();
	}

	dropDraft(reportId: string): Promise<void> {
		this.#drafts.delete(reportId);
		return Promise.resolve();
	}

	commands(): Promise<StoredCommand[]> {
		return Promise.resolve(this.#all());
	}

	commandsOf(reportIds: readonly string[]): Promise<StoredCommand[]> {
		return Promise.resolve(this.#all().filter(({ reportId }) => reportIds.includes(reportId)));
	}

	commandsById(ids: readonly string[]): Promise<StoredCommand[]> {
		return Promise.resolve(this.#byId(ids));
	}

	pending(): Promise<PendingReport> {
		const waiting = [...this.#photos.values()].filter(isPendingPhoto);
		return Promise.resolve(pendingOf(this.#open(), waiting));
	}

	hasUnanswered(): Promise<boolean> {
		return Promise.resolve(this.#open().length > 0);
	}

	prune(at: number): Promise<void> {
		const { seqs, sha256s } = prunable(this.#all(), [...this.#photos.values()], at);
		for (const seq of seqs) this.#rows.delete(seq);
		for (const sha256 of sha256s) {
			this.#photos.delete(sha256);
			this.#bytes.delete(sha256);
			this.#thumbs.delete(sha256);
		}
		for (const [key, memo] of this.#memos) if (memo.at < at) this.#memos.delete(key);
		return Promise.resolve();
	}

	photos(): Promise<StoredPhoto[]> {
		return Promise.resolve([...this.#photos.values()]);
	}

	openPhotos(): Promise<StoredPhoto[]> {
		return Promise.resolve([...this.#photos.values()].filter(isOpenPhoto));
	}

	readThumb(sha256: string): Promise<Uint8Array<ArrayBuffer> | null> {
		return Promise.resolve(this.#thumbs.get(sha256) ?? null);
	}

	readPhoto(sha256: string, start: number, end: number): Promise<Uint8Array<ArrayBuffer> | null> {
		const part = this.#bytes.get(sha256)?.slice(start, end);
		return Promise.resolve(part?.length === end - start ? part : null);
	}

	changePhoto(sha256: string, change: Partial<StoredPhoto>): Promise<void> {
		const photo = this.#photos.get(sha256);
		if (photo !== undefined) this.#photos.set(sha256, { ...photo, ...change });
		return Promise.resolve();
	}

	markSent(sha256: string): Promise<void> {
		const isWaiting = this.#photos.get(sha256)?.state === 'waiting';
		return isWaiting ? this.changePhoto(sha256, { state: 'sent' }) : Promise.resolve();
	}

	keptPhotos(): Promise<StoredPhoto[]> {
		return Promise.resolve([...this.#photos.values()].filter(isKeptPhoto).sort(byStoredAt));
	}

	offerPhotosAgain(): Promise<number> {
		const again = [...this.#photos.values()].filter(isToOfferAgain);
		for (const photo of again) {
			this.#photos.set(photo.sha256, { ...photo, state: 'waiting', storedAt: null });
		}
		return Promise.resolve(again.length);
	}

	releasePhotos(sha256s: readonly string[]): Promise<void> {
		for (const sha256 of sha256s) {
			this.#bytes.delete(sha256);
			void this.changePhoto(sha256, { state: 'stored', hasBytes: false });
		}
		return Promise.resolve();
	}

	memo(key: string): Promise<unknown> {
		return Promise.resolve(structuredClone(this.#memos.get(key)?.value ?? null));
	}

	setMemo(key: string, value: unknown, at: number): Promise<void> {
		if (value === null) this.#memos.delete(key);
		else this.#memos.set(key, { value: structuredClone(value), at });
		return Promise.resolve();
	}

	close(): void {
		// Nothing is held open.
	}

	#giveBack(rows: readonly Row[]): void {
		for (const draft of draftsBack(rows, [...this.#drafts.values()])) {
			this.#drafts.set(draft.reportId, draft);
		}
	}

	#all(): Row[] {
		return [...this.#rows.values()].toSorted((a, b) => a.seq - b.seq);
	}

	#open(): Row[] {
		return this.#all().filter((row) => row.openSeq !== undefined);
	}

	#answered(): Row[] {
		return this.#all().filter(
			({ state, envelope }) => state === 'answered' && envelope.replica === this.#identity?.replica
		);
	}

	#byId(ids: readonly string[]): Row[] {
		const wanted = new Set(ids);
		return this.#all().filter((row) => wanted.has(row.id));
	}

	#put(rows: readonly Row[]): void {
		for (const row of rows) this.#rows.set(row.seq, structuredClone(row));
	}

	#enqueue(drafts: readonly Draft[]): Row[] {
		const rows = drafts.map((draft) => drafted(draft, this.#nextN++, this.#nextSeq++));
		this.#put(rows);
		return rows;
	}
}
