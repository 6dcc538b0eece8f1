import { expect, it } from 'vitest';
import type { ActResult } from '$lib/client/device';
import type { Intent } from '$lib/domain/report/command';
import type { Task } from './act-in-parts';
import { openRecorder } from './recorder.svelte';

const tasks = (count: number) =>
	Array.from({ length: count }, (_, index): Task => {
		const intent: Intent = { type: 'unassign', reportId: `r${index}`, args: {} };
		return { id: intent.reportId, intents: [intent] };
	});
const saved = (asked: readonly Intent[]): ActResult => ({
	...{ ok: true, group: null },
	commandIds: asked.map(({ reportId }) => `c-${reportId}`)
});

it('shows from the first moment how far many acts are, and nothing once they are recorded', async () => {
	const seen: (number | undefined)[] = [];
	const recorder = openRecorder((asked) => {
		seen.push(recorder.current?.done);
		return Promise.resolve(saved(asked));
	});
	expect((await recorder.record(tasks(60))).commandIds).toHaveLength(60);
	expect([seen, recorder.current]).toEqual([[0, 25, 50], null]);
});

it('shows nothing of a handful, which is recorded at once, but is busy meanwhile', async () => {
	const recorder = openRecorder((asked) => {
		expect([recorder.current, recorder.isBusy]).toEqual([null, true]);
		return Promise.resolve(saved(asked));
	});
	expect((await recorder.record(tasks(25))).end).toBe('all');
	expect(recorder.isBusy).toBe(false);
});

it('is stopped by what it shows: what is recorded by then stays, the rest is named by nobody', async () => {
	const recorder = openRecorder((asked) => {
		recorder.current?.stop();
		return Promise.resolve(saved(asked));
	});
	const { end, doneIds } = await recorder.record(tasks(60));
	expect([end, doneIds.size, doneIds.has('r25')]).toEqual(['stopped', 25, false]);
});

it('shows nothing any more where the device fails', async () => {
	const recorder = openRecorder(() => Promise.reject(new Error('full')));
	expect((await recorder.record(tasks(60))).end).toBe('failed');
	expect([recorder.current, recorder.isBusy]).toEqual([null, false]);
});
