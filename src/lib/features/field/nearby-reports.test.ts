import { describe, expect, it } from 'vitest';
import { aReport } from '../../../../tests/support/builders';
import { nearbyReports } from './nearby-reports';

const here = aReport();
const other = (id: string, metresNorth: number, categoryId = here.categoryId) =>
	aReport({ id, categoryId, lat: here.lat + metresNorth / 111_195 });

describe('nearby reports', () => {
	it('are the others within 150 m, of the same category first, then the nearer ones', () => {
		const all = [
			other('far', 160),
			other('tree', 5, 'fallen-tree'),
			other('b', 120),
			here,
			other('a', -30)
		];
		expect(nearbyReports(here, all).map(({ item }) => item.id)).toEqual(['a', 'b', 'tree']);
	});

	it('are those of the team too, each once, and those on this device can be opened', () => {
		const known = other('a', -30);
		const team = [other('a', -30), other('c', 40), here].map((report) => ({ ...report }));
		const found = nearbyReports(here, [here, known], team);
		expect(found.map(({ item: { id, isHere } }) => [id, isHere])).toEqual([
			['a', true],
			['c', false]
		]);
	});
});
