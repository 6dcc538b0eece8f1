/**
 * Closings that are being written, in memory and on disk: a change shows at once and is written at
 * once; changes made while a write runs go into the next one.
 *
 * 1. `saved` is said only of what stands on disk as it is shown.
 * 2. A write that fails keeps what was entered on the screen; the next change tries again.
 */
import { isQuota } from '../db/database-fault';
import { emptyDraft, type FinishDraft } from '../draft';
import type { OutboxStore } from '../sync/ports';

export type DraftState = 'saving' | 'saved' | 'full' | 'failed';
type Change = Partial<Pick<FinishDraft, 'outcome' | 'text' | 'entered' | 'duplicateOf'>>;
type DraftStore = Pick<OutboxStore, 'drafts' | 'saveDraft' | 'dropDraft'>;

export interface DraftsView {
	/** The draft of a report; an empty one where there is none. */
	of(reportId: string): FinishDraft;
	/** Where a draft stands; null where there is none. */
	stateOf(reportId: string): DraftState | null;
	change(reportId: string, change: Change): void;
	/** Throws away what was entered. */
	drop(reportId: string): void;
}

export class DraftsState implements DraftsView {
	#drafts = $state.raw<ReadonlyMap<string, FinishDraft>>(new Map());
	#states = $state.raw<ReadonlyMap<string, DraftState>>(new Map());
	readonly #store: DraftStore;
	readonly #wallMs: () => number;
	/** Tells the other tabs. */
	readonly #told: () => void;
	readonly #unwritten = new Set<string>();
	/** The report whose draft is on its way to the disk. */
	#onTheWay: string | null = null;
	#writing: Promise<void> | null = null;

	constructor(store: DraftStore, wallMs: () => number, told: () => void) {
		this.#store = store;
		this.#wallMs = wallMs;
		this.#told = told;
	}

	of(reportId: string): FinishDraft {
		return this.#drafts.get(reportId) ?? emptyDraft(reportId);
	}

	stateOf(reportId: string): DraftState | null {
		return this.#states.get(reportId) ?? null;
	}

	change(reportId: string, change: Change): void {
		const draft = { ...this.of(reportId), ...change, changedAt: this.#wallMs() };
		this.#show(reportId, draft, 'saving');
		void this.#write(reportId);
	}

	drop(reportId: string): void {
		this.#show(reportId, undefined, null);
		void this.#write(reportId);
	}

	/** It has become a closing, and its row went with that. */
	forget(reportId: string): void {
		this.#unwritten.delete(reportId);
		this.#show(reportId, undefined, null);
	}

	/** Resolves when everything entered so far was tried to be written. */
	async settle(): Promise<void> {
		await this.#writing;
	}

	/** Reads the disk again. */
	async reload(): Promise<void> {
		await this.settle();
		this.load(await this.#store.drafts());
	}

	/** Takes what stands on disk; what is not written yet stays as it is shown. */
	load(rows: readonly FinishDraft[]): void {
		const drafts = new Map(rows.map((row) => [row.reportId, row]));
		const states = new Map([...drafts.keys()].map((id): [string, DraftState] => [id, 'saved']));
		for (const id of [...this.#unwritten, this.#onTheWay ?? '']) {
			const [draft, state] = [this.#drafts.get(id), this.#states.get(id)];
			if (draft === undefined || state === undefined) {
				drafts.delete(id);
				states.delete(id);
				continue;
			}
			drafts.set(id, draft);
			states.set(id, state);
		}
		this.#drafts = drafts;
		this.#states = states;
	}

	#show(reportId: string, draft: FinishDraft | undefined, state: DraftState | null): void {
		const [drafts, states] = [new Map(this.#drafts), new Map(this.#states)];
		if (draft === undefined || state === null) {
			drafts.delete(reportId);
			states.delete(reportId);
		} else {
			drafts.set(reportId, draft);
			states.set(reportId, state);
		}
		this.#drafts = drafts;
		this.#states = states;
	}

	#write(reportId: string): Promise<void> {
		this.#unwritten.add(reportId);
		this.#writing ??= this.#writeAll().finally(() => (this.#writing = null));
		return this.#writing;
	}

	async #writeAll(): Promise<void> {
		const failed = new Set<string>();
		const next = () => [...this.#unwritten].find((id) => !failed.has(id));
		for (let id = next(); id !== undefined; id = next()) {
			if (!(await this.#writeOne(id))) failed.add(id);
		}
		this.#told();
	}

	async #writeOne(id: string): Promise<boolean> {
		this.#unwritten.delete(id);
		this.#onTheWay = id;
		const draft = this.#drafts.get(id);
		try {
			await (draft === undefined ? this.#store.dropDraft(id) : this.#store.saveDraft(draft));
		} catch (error) {
			this.#unwritten.add(id);
			if (draft !== undefined) this.#show(id, this.of(id), isQuota(error) ? 'full' : 'failed');
			return false;
		} finally {
			this.#onTheWay = null;
		}
		if (draft !== undefined && !this.#unwritten.has(id)) this.#show(id, draft, 'saved');
		return true;
	}
}
