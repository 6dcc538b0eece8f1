import { describe, expect, it } from 'vitest';
import { unreachable } from '../errors';
import { TeamNearby, type TeamReport } from './team-nearby.svelte';

const hole: TeamReport = {
	...{ id: 'b', number: 'MM-26-000002-5', status: 'received', categoryId: 'pothole' },
	...{ addressText: '', description: '', lat: 23.6, lon: 58.2, receivedAt: 1 }
};

describe('what is open in the team around a report', () => {
	it('is unknown until the server has told it, and stays when the line is gone', async () => {
		let isOnline = true;
		const nearby = new TeamNearby(
			{
				nearby: async () =>
					isOnline ? { ok: true, value: [hole] } : { ok: false, failure: unreachable }
			},
			() => 7
		);
		expect(nearby.of('a')).toBeUndefined();
		await nearby.ask('a');
		isOnline = false;
		await nearby.ask('a');
		await nearby.ask('c');
		expect(nearby.of('a')).toEqual({ reports: [hole], at: 7 });
		expect(nearby.of('c')).toBeUndefined();
	});
});
