import { describe, expect, it } from 'vitest';
import { firstLoadOf, isBuilt } from '../support/first-load';

const kilobyte = 1000;
/** What stands today: it may only shrink. The targets and the way to them: docs/performance.md. */
const mapParts = 'src/lib/features/map/map-parts.ts';
const budgets = [
	{
		route: '/(app)/field',
		mapModules: ['src/lib/features/map/ReportMap.svelte', mapParts],
		withoutMap: 116,
		withMap: 187
	},
	{
		route: '/(app)/field/[ref]',
		// Its map comes with all that stands below the first view; what opens over it comes apart.
		mapModules: ['src/lib/features/field/job-parts.ts', mapParts],
		withoutMap: 115,
		withMap: 212
	}
];

describe.skipIf(!isBuilt)('the first load of the field app, after a build', () => {
	it.each(budgets)(
		'of $route weighs no more than before',
		({ route, mapModules, withoutMap, withMap }) => {
			const bytes = firstLoadOf(route, mapModules);
			expect(bytes.withoutMap).toBeLessThanOrEqual(withoutMap * kilobyte);
			expect(bytes.withMap).toBeLessThanOrEqual(withMap * kilobyte);
			expect(bytes.withMap).toBeGreaterThan(bytes.withoutMap);
		}
	);
});
