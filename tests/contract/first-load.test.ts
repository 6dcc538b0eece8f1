import { describe, expect, it } from 'vitest';
import { firstLoadOf, isBuilt } from '../support/first-load';

const kilobyte = 1000;
/** What stands today: it may only shrink. The targets and the way to them: docs/performance.md. */
const budgets = [
	{ route: '/(app)/field', withoutMap: 172, withMap: 230 },
	{ route: '/(app)/field/[ref]', withoutMap: 208, withMap: 266 }
];

describe.skipIf(!isBuilt)('the first load of the field app, after a build', () => {
	it.each(budgets)('of $route weighs no more than before', ({ route, withoutMap, withMap }) => {
		const bytes = firstLoadOf(route);
		expect(bytes.withoutMap).toBeLessThanOrEqual(withoutMap * kilobyte);
		expect(bytes.withMap).toBeLessThanOrEqual(withMap * kilobyte);
		expect(bytes.withMap).toBeGreaterThan(bytes.withoutMap);
	});
});
