import { describe, expect, it } from 'vitest';
import type { ActRefusal } from '$lib/client/device';
import type { Intent } from '$lib/domain/report/command';
import { actInParts, type Task } from './act-in-parts';

const tasks = Array.from({ length: 45 }, (_, index): Task => {
	const intent: Intent = { type: 'unassign', reportId: `r${index}`, args: {} };
	return { id: `r${index}`, intents: [intent] };
});
const refusalOf = (reportId: string): ActRefusal => ({ reportId, reason: 'photos_missing' });

/** A device that refuses some reports, as the rules do: all of a part, or none. */
function deviceThat(refuses: readonly string[]) {
	const parts: (readonly Intent[])[] = [];
	const act = (intents: readonly Intent[]) => {
		parts.push(intents);
		const refused = intents
			.filter(({ reportId }) => refuses.includes(reportId))
			.map(({ reportId }) => refusalOf(reportId));
		if (refused.length > 0) return Promise.resolve({ ok: false as const, refused });
		const commandIds = intents.map(({ reportId }) => `c-${reportId}`);
		return Promise.resolve({ ok: true as const, commandIds, group: 'g' });
	};
	return { parts, act };
}
const manner = { group: 'g', onprogress: () => undefined, isStopped: () => false };

describe('acting in parts', () => {
	it('goes part by part in one group, so that it is seen to move and is taken back as one', async () => {
		const { act, parts } = deviceThat([]);
		const seen: number[] = [];
		const end = await actInParts(tasks, {
			...manner,
			act,
			onprogress: (done) => seen.push(done)
		});
		expect(seen).toEqual([25, 45]);
		expect(new Set(parts.flat().map(({ group }) => group))).toEqual(new Set(['g']));
		expect([end.end, end.commandIds.length, end.doneIds.size]).toEqual(['all', 45, 45]);
	});

	it('does the others of a part in which one was refused meanwhile, and names that one', async () => {
		const end = await actInParts(tasks, { ...manner, act: deviceThat(['r3', 'r41']).act });
		expect(end.commandIds).toHaveLength(43);
		expect(end.refused.map(({ reportId }) => reportId)).toEqual(['r3', 'r41']);
		expect(end.doneIds.has('r3')).toBe(false);
	});

	it('stops between two parts when asked, and keeps what is done', async () => {
		let done = 0;
		const end = await actInParts(tasks, {
			...{ ...manner, act: deviceThat([]).act },
			onprogress: (count) => (done = count),
			isStopped: () => done >= 25
		});
		expect([end.end, end.doneIds.size]).toEqual(['stopped', 25]);
	});

	it('tells how far it came when the local database fails', async () => {
		const { act } = deviceThat([]);
		let calls = 0;
		const failing = (intents: readonly Intent[]) => {
			calls += 1;
			return calls > 1 ? Promise.reject(new Error('full')) : act(intents);
		};
		const end = await actInParts(tasks, { ...manner, act: failing });
		expect([end.end, end.doneIds.size]).toEqual(['failed', 25]);
	});

	it('does not try for ever where the device as a whole refuses', async () => {
		const act = () => Promise.resolve({ ok: false as const, refused: [] });
		const end = await actInParts(tasks.slice(0, 3), { ...manner, act });
		expect([end.end, end.doneIds.size]).toEqual(['all', 0]);
	});

	it('does the commands of one task together or not at all, whichever of them was refused', async () => {
		const pair = {
			id: 'pair',
			intents: [...(tasks[0]?.intents ?? []), ...(tasks[1]?.intents ?? [])]
		};
		const { act, parts } = deviceThat(['r1']);
		const end = await actInParts([pair, ...tasks.slice(2, 4)], { ...manner, act });
		expect([...end.doneIds]).toEqual(['r2', 'r3']);
		expect(parts.at(-1)?.map(({ reportId }) => reportId)).toEqual(['r2', 'r3']);
	});
});
