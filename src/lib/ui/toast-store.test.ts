import { describe, expect, it } from 'vitest';
import { ToastStore, type ToastPorts } from './toast-store.svelte';

/** Time that passes only when it is told to. */
class Clock implements ToastPorts {
	#at = 0;
	#due = new Map<number, { at: number; run: () => void }>();
	#nextId = 0;

	now = () => this.#at;
	after = (delayMs: number, run: () => void) => {
		const id = this.#nextId++;
		this.#due.set(id, { at: this.#at + delayMs, run });
		return () => this.#due.delete(id);
	};

	pass(ms: number) {
		this.#at += ms;
		for (const [id, timer] of this.#due) {
			if (timer.at > this.#at) continue;
			this.#due.delete(id);
			timer.run();
		}
	}
}

function aStore() {
	const clock = new Clock();
	return { clock, toasts: new ToastStore(clock) };
}

const undo = { label: 'undo', run: () => {} };
const texts = (store: ToastStore) => store.items.map((item) => item.text);

describe('notices', () => {
	it('with an act stay for 10 s, others for 5 s', () => {
		const { clock, toasts } = aStore();
		toasts.show({ text: 'plain' });
		toasts.show({ text: 'undoable', action: undo });
		clock.pass(5_000);
		expect(texts(toasts)).toEqual(['undoable']);
		clock.pass(5_000);
		expect(texts(toasts)).toEqual([]);
	});

	it('stand still while somebody reads, then run on with what was left', () => {
		const { clock, toasts } = aStore();
		toasts.show({ text: 'undoable', action: undo });
		clock.pass(9_000);
		toasts.hold();
		clock.pass(60_000);
		expect(texts(toasts)).toEqual(['undoable']);
		toasts.release();
		clock.pass(999);
		expect(texts(toasts)).toEqual(['undoable']);
		clock.pass(1);
		expect(texts(toasts)).toEqual([]);
	});

	it('that arrive while others are read begin to run afterwards', () => {
		const { clock, toasts } = aStore();
		toasts.hold();
		toasts.show({ text: 'late' });
		clock.pass(60_000);
		expect(texts(toasts)).toEqual(['late']);
		toasts.release();
		clock.pass(5_000);
		expect(texts(toasts)).toEqual([]);
	});

	it('run their act once and leave', () => {
		const { toasts } = aStore();
		let runs = 0;
		const id = toasts.show({ text: 'undoable', action: { label: 'undo', run: () => (runs += 1) } });
		toasts.act(id);
		toasts.act(id);
		expect(runs).toBe(1);
		expect(texts(toasts)).toEqual([]);
	});

	it('never number more than three', () => {
		const { toasts } = aStore();
		for (const text of ['1', '2', '3', '4']) toasts.show({ text });
		expect(texts(toasts)).toEqual(['2', '3', '4']);
	});

	it('with a life of 0 stay until dismissed', () => {
		const { clock, toasts } = aStore();
		const id = toasts.show({ text: 'kept', lifeMs: 0 });
		clock.pass(3_600_000);
		expect(texts(toasts)).toEqual(['kept']);
		toasts.dismiss(id);
		expect(texts(toasts)).toEqual([]);
	});
});
