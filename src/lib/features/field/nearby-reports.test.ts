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
});
