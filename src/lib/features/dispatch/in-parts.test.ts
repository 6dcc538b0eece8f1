import { describe, expect, it } from 'vitest';
import type { ActResult } from '$lib/client/device';
import type { Intent } from '$lib/domain/report/command';
import { inParts } from './in-parts';

const intents = (count: number) =>
	Array.from({ length: count }, (_, i) => {
		const intent: Intent = { type: 'unassign', reportId: `r${i}`, args: {} };
		return intent;
	});

/** A device that refuses some reports, all or none of a call, and the sizes of the calls. */
function deviceRefusing(...ids: string[]) {
	const calls: number[] = [];
	const act = (asked: readonly Intent[]): Promise<ActResult> => {
		calls.push(asked.length);
		const refused = asked
			.filter(({ reportId }) => ids.includes(reportId))
			.map(({ reportId }) => ({ reportId, reason: 'stale' as const }));
		if (refused.length > 0) return Promise.resolve({ ok: false, refused });
		const commandIds = asked.map(({ reportId }) => `c-${reportId}`);
		return Promise.resolve({ ok: true, commandIds, group: null });
	};
	return { act, calls };
}

function watched() {
	const abort = new AbortController();
	const heard: number[] = [];
	return { abort, heard, progress: { signal: abort.signal, told: (n: number) => heard.push(n) } };
}

describe('many acts', () => {
	it('are recorded in parts, in order, and say how far they are', async () => {
		const { act, calls } = deviceRefusing();
		const { heard, progress } = watched();
		const { commandIds, refused } = await inParts(act, intents(60), progress);
		expect([calls, heard]).toEqual([
			[25, 25, 10],
			[25, 50, 60]
		]);
		expect(commandIds).toEqual(intents(60).map(({ reportId }) => `c-${reportId}`));
		expect(refused).toEqual([]);
	});

	it('stop before the next part, and keep what is recorded', async () => {
		const { act, calls } = deviceRefusing();
		const { abort, progress } = watched();
		const stopping = { ...progress, told: () => abort.abort() };
		const { commandIds, doneIds, end } = await inParts(act, intents(60), stopping);
		expect([commandIds.length, doneIds.has('r24'), doneIds.has('r25'), end]).toEqual([
			...[25, true, false, 'stopped']
		]);
		expect(calls).toEqual([25]);
	});

	it('name what is refused, and record the others of its part', async () => {
		const { act } = deviceRefusing('r3', 'r30');
		const { progress } = watched();
		const { commandIds, refused } = await inParts(act, intents(40), progress);
		expect(refused.map(({ reportId }) => reportId)).toEqual(['r3', 'r30']);
		expect(commandIds).toHaveLength(38);
	});

	it('end where everything is refused', async () => {
		const { act, calls } = deviceRefusing('r0', 'r1');
		const { progress } = watched();
		expect(await inParts(act, intents(2), progress)).toMatchObject({ commandIds: [] });
		expect(calls).toEqual([2]);
	});

	it('keep what is recorded where the device fails on the way, and tell where nothing is', async () => {
		const { act, calls } = deviceRefusing();
		const { progress } = watched();
		const failing = (from: number) => (asked: readonly Intent[]) =>
			calls.length >= from ? Promise.reject(new Error('full')) : act(asked);
		const cut = await inParts(failing(1), intents(60), progress);
		expect([cut.end, cut.commandIds.length]).toEqual(['failed', 25]);
		await expect(inParts(failing(0), intents(60), progress)).rejects.toThrow('written');
	});
});
