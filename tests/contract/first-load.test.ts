import { describe, expect, it } from 'vitest';
import { firstLoadOf, isBuilt } from '../support/first-load';

const kilobyte = 1000;
/** What a slow line can bear. Source: docs/performance.md, "First load". */
const mostKilobytes = { withoutMap: 190, withMap: 240 };

describe.skipIf(!isBuilt)('the first load of the field app, after a build', () => {
	it.each(['/(app)/field', '/(app)/field/[ref]'])('of %s stays within its budget', (route) => {
		const bytes = firstLoadOf(route);
		expect(bytes.withoutMap).toBeLessThanOrEqual(mostKilobytes.withoutMap * kilobyte);
		expect(bytes.withMap).toBeLessThanOrEqual(mostKilobytes.withMap * kilobyte);
	});
});
