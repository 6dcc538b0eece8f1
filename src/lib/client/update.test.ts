import { beforeEach, describe, expect, it } from 'vitest';
import { dirtyForms, runningExchanges } from './state/dirty.svelte';
import { AppUpdate } from './update.svelte';

let update: AppUpdate;
let done: string[];
beforeEach(() => {
	done = [];
	update = new AppUpdate();
	update.follow({ letIn: () => done.push('let in'), reload: () => done.push('reload') });
});

const after = (act: () => void) => {
	act();
	return [...done];
};

describe('a new version of the app', () => {
	it('waits until somebody wants it, then reloads once', () => {
		expect(after(() => update.found())).toEqual([]);
		expect(update.isReady).toBe(true);
		expect(after(() => update.apply())).toEqual(['let in']);
		expect(after(() => update.tookOver())).toEqual(['let in', 'reload']);
	});

	it('is not let in while an exchange runs, but as soon as it has ended [C11]', () => {
		update.found();
		const end = runningExchanges.hold();
		expect(after(() => update.apply())).toEqual([]);
		expect(after(end)).toEqual(['let in']);
	});

	it('that another tab let in waits for the exchange of this one, then reloads [C11]', () => {
		const end = runningExchanges.hold();
		expect(after(() => update.tookOver())).toEqual([]);
		expect(after(end)).toEqual(['reload']);
	});

	it('that another tab let in leaves a half-written form alone and is offered instead [C12]', () => {
		const save = dirtyForms.hold();
		expect(after(() => update.tookOver())).toEqual([]);
		expect(after(save)).toEqual([]);
		expect(update.isReady).toBe(true);
		expect(after(() => update.apply())).toEqual(['reload']);
	});

	it('is nothing that could be applied before it was found', () => {
		expect(after(() => update.apply())).toEqual([]);
		expect(after(() => update.found())).toEqual([]);
	});
});
