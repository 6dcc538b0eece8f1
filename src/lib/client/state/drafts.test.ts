import { describe, expect, it } from 'vitest';
import { MemoryOutbox } from '../db/memory-outbox';
import type { FinishDraft } from '../draft';
import { DraftsState } from './drafts.svelte';

const report = 'r1';

/** An outbox whose writes of drafts wait until they are let through. */
class SlowOutbox extends MemoryOutbox {
	readonly written: string[] = [];
	fault: Error | null = null;
	#gates: (() => void)[] = [];

	override async saveDraft(draft: FinishDraft): Promise<void> {
		await new Promise<void>((open) => this.#gates.push(open));
		if (this.fault !== null) throw this.fault;
		this.written.push(draft.text);
		await super.saveDraft(draft);
	}

	async letThrough(): Promise<void> {
		this.#gates.splice(0).forEach((open) => open());
		await new Promise((resolve) => setTimeout(resolve));
	}
}

function open() {
	const store = new SlowOutbox();
	let told = 0;
	const drafts = new DraftsState(
		store,
		() => 500,
		() => (told += 1)
	);
	return { store, drafts, told: () => told };
}

describe('drafts', () => {
	it('show a change at once and are saved only when it stands on disk', async () => {
		const { store, drafts, told } = open();
		drafts.change(report, { text: 'أ' });
		expect(drafts.of(report)).toMatchObject({ text: 'أ', changedAt: 500 });
		expect(drafts.stateOf(report)).toBe('saving');
		await store.letThrough();
		expect(drafts.stateOf(report)).toBe('saved');
		expect(await store.drafts()).toMatchObject([{ text: 'أ' }]);
		expect(told()).toBe(1);
	});

	it('stay as they are shown when the disk is read while a write is on its way', async () => {
		const { store, drafts } = open();
		drafts.change(report, { text: 'أ' });
		drafts.load([]);
		expect(drafts.of(report).text).toBe('أ');
		await store.letThrough();
		drafts.drop(report);
		drafts.load(await store.drafts());
		expect(drafts.stateOf(report)).toBeNull();
	});

	it('write what was typed meanwhile together, the last of it last', async () => {
		const { store, drafts } = open();
		for (const text of ['أ', 'أز', 'أزي', 'أزيل']) drafts.change(report, { text });
		await store.letThrough();
		expect(drafts.stateOf(report)).toBe('saving');
		await store.letThrough();
		expect(store.written).toEqual(['أ', 'أزيل']);
		expect(drafts.stateOf(report)).toBe('saved');
	});

	it('keep what was entered where the device is full, say so, and try again [story 14]', async () => {
		const { store, drafts } = open();
		store.fault = Object.assign(new Error('full'), { name: 'QuotaExceededError' });
		drafts.change(report, { text: 'أ' });
		await store.letThrough();
		expect(drafts.stateOf(report)).toBe('full');
		expect(drafts.of(report).text).toBe('أ');
		await drafts.reload();
		expect(drafts.of(report).text).toBe('أ');
		store.fault = null;
		drafts.change(report, { entered: { depth: '٤' } });
		await store.letThrough();
		expect(drafts.stateOf(report)).toBe('saved');
		expect(await store.drafts()).toMatchObject([{ text: 'أ', entered: { depth: '٤' } }]);
	});

	it('are here again after a reload, and gone once they became a closing', async () => {
		const { store, drafts } = open();
		drafts.change(report, { outcome: 'fixed' });
		await store.letThrough();
		const next = new DraftsState(
			store,
			() => 900,
			() => undefined
		);
		await next.reload();
		expect(next.of(report).outcome).toBe('fixed');
		expect(next.stateOf(report)).toBe('saved');
		next.forget(report);
		expect(next.stateOf(report)).toBeNull();
		expect(next.of(report)).toMatchObject({ outcome: null, text: '', entered: {} });
	});

	it('are thrown away from the disk too', async () => {
		const { store, drafts } = open();
		drafts.change(report, { text: 'أ' });
		await store.letThrough();
		drafts.drop(report);
		await drafts.settle();
		expect(await store.drafts()).toEqual([]);
	});
});
