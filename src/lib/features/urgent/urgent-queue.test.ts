import { describe, expect, it } from 'vitest';
import { anAssignment, aReport, morning } from '../../../../tests/support/builders';
import type { Report } from '$lib/domain/report/report';
import { UrgentQueue } from './urgent-queue.svelte';

const job = (part: Partial<Report> = {}): Report =>
	aReport({ id: 'a', status: 'assigned', priority: 'urgent', assignment: anAssignment(), ...part });
const seen = anAssignment({ seenAt: morning });

async function aQueue(kept = new Map<string, boolean>()) {
	const errors: unknown[] = [];
	const queue = new UrgentQueue({
		alarms: () => Promise.resolve(kept),
		keep: (key, isHeard) => Promise.resolve(void kept.set(key, isHeard)),
		onFailed: (error) => errors.push(error)
	});
	await queue.load();
	const look = (...reports: Report[]) => {
		queue.look(reports, 'ali');
		return queue.alarms.map(({ key }) => key);
	};
	return { queue, kept, look };
}

describe('an urgent assignment', () => {
	it('raises its alarm until it is acknowledged, and is remembered then', async () => {
		const { queue, kept, look } = await aQueue();
		look();
		expect(look(job())).toEqual(['a:1']);
		expect(look(job())).toEqual(['a:1']);
		const [alarm] = queue.alarms;
		if (alarm) await queue.acknowledge(alarm);
		expect(look(job())).toEqual([]);
		expect([...kept]).toEqual([['a:1', true]]);
	});

	it('stands until it is acknowledged also when its page has marked it as read', async () => {
		const { look } = await aQueue();
		look();
		look(job());
		expect(look(job({ assignment: seen }))).toEqual(['a:1']);
	});

	it('is quiet where it was here before the app was opened, and where it was read elsewhere', async () => {
		const { look } = await aQueue();
		expect(look(job())).toEqual([]);
		expect(look(job(), job({ id: 'b', assignment: seen }))).toEqual([]);
	});

	it('raises its alarm when a job that was read becomes urgent', async () => {
		const { look } = await aQueue();
		look(job({ priority: 'normal', assignment: seen }));
		expect(look(job({ assignment: seen }))).toEqual(['a:1']);
	});

	it('is raised once for each assignment, however often its priority changes', async () => {
		const { queue, look } = await aQueue();
		look();
		look(job());
		const [alarm] = queue.alarms;
		if (alarm) await queue.acknowledge(alarm);
		look(job({ priority: 'normal' }));
		expect(look(job())).toEqual([]);
		expect(look(job({ assignment: anAssignment({ epoch: 2 }) }))).toEqual(['a:2']);
	});

	it('asks for nothing once it is somebody else’s, or no longer urgent', async () => {
		const { look } = await aQueue();
		look();
		look(job(), job({ id: 'b' }));
		expect(look(job({ priority: 'high' }), job({ id: 'b' }))).toEqual(['b:1']);
		expect(look(job({ id: 'b', assignment: anAssignment({ assigneeId: 'badr' }) }))).toEqual([]);
	});

	it('is neither silenced nor repeated by a reload', async () => {
		const first = await aQueue();
		first.look();
		first.look(job(), job({ id: 'b' }));
		const [alarm] = first.queue.alarms;
		if (alarm) await first.queue.acknowledge(alarm);
		const { look } = await aQueue(first.kept);
		expect(look(job(), job({ id: 'b' }))).toEqual(['b:1']);
	});
});
