import { expect, it } from 'vitest';
import { metaAfter } from './merge';
import { emptyMeta } from './ports';
import { isCovered } from './plan';

it('holds own work until the end of a resync from a restored server, whose versions begin lower', () => {
	const before = {
		...emptyMeta,
		epoch: 'old',
		covers: { 'user:1': 900 },
		headCovers: { 'user:1': 900 }
	};
	const page = {
		...{ fromCursor: null, epoch: 'new', mode: 'resync' as const, entries: [], cursor: 'c' },
		...{ covers: { 'user:1': 3 }, contact: { at: 1, skewMs: 0 } }
	};
	const result = {
		...{
			n: 1,
			id: 'c1',
			outcome: 'applied' as const,
			duplicate: false,
			reason: null,
			detail: null
		},
		cover: { 'user:1': 7 }
	};
	const command = { state: 'answered' as const, result, resultEpoch: 'new' };
	const midway = metaAfter(before, { ...page, more: true });
	expect(isCovered(command, midway)).toBe(false);
	const end = metaAfter(midway, { ...page, more: false, covers: { 'user:1': 7 } });
	expect(isCovered(command, end)).toBe(true);
});
