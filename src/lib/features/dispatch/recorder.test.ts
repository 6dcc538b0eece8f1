import { expect, it } from 'vitest';
import type { ActResult } from '$lib/client/device';
import type { Intent } from '$lib/domain/report/command';
import { openRecorder } from './recorder.svelte';

const intents = (count: number) =>
	Array.from({ length: count }, (_, index): Intent => {
		return { type: 'unassign', reportId: `r${index}`, args: {} };
	});
const saved = (asked: readonly Intent[]): ActResult => ({
	...{ ok: true, group: null },
	commandIds: asked.map(({ reportId }) => `c-${reportId}`)
});

it('shows from the first moment how far many acts are, and nothing once they are recorded', async () => {
	const recorder = openRecorder();
	const seen: (number | undefined)[] = [];
	const act = (asked: readonly Intent[]) => {
		seen.push(recorder.current?.done);
		return Promise.resolve(saved(asked));
	};
	expect((await recorder.record(act, intents(60))).commandIds).toHaveLength(60);
	expect([seen, recorder.current]).toEqual([[0, 25, 50], null]);
});

it('shows nothing of a handful, which is recorded at once', async () => {
	const recorder = openRecorder();
	const act = (asked: readonly Intent[]) => {
		expect(recorder.current).toBeNull();
		return Promise.resolve(saved(asked));
	};
	expect((await recorder.record(act, intents(25))).end).toBe('all');
});

it('is stopped by what it shows: what is recorded by then stays, the rest is named by nobody', async () => {
	const recorder = openRecorder();
	const act = (asked: readonly Intent[]) => {
		recorder.current?.stop();
		return Promise.resolve(saved(asked));
	};
	const { end, doneIds } = await recorder.record(act, intents(60));
	expect([end, doneIds.size, doneIds.has('r25')]).toEqual(['stopped', 25, false]);
});

it('shows nothing any more where the device fails', async () => {
	const recorder = openRecorder();
	const failing = () => Promise.reject(new Error('full'));
	await expect(recorder.record(failing, intents(60))).rejects.toThrow('written');
	expect(recorder.current).toBeNull();
});
