import { describe, expect, it } from 'vitest';
import { aReport } from '../../../../tests/support/builders';
import { duplicatesOf, mergeIntents, mostAdvanced } from './merge';

const report = (id: string, receivedAt: number, part = {}) =>
	aReport({ id, number: `MM-26-${id}-1`, receivedAt, status: 'received', ...part });

describe('merging duplicates', () => {
	it('keeps the oldest, unless somebody works on a younger one', () => {
		const [old, young] = [report('000001', 1), report('000002', 2)];
		expect(mostAdvanced([young, old])?.id).toBe('000001');
		const begun = { ...young, status: 'in_progress' as const };
		expect(mostAdvanced([old, begun])?.id).toBe('000002');
	});

	it('closes all but the one that stays, each naming it', () => {
		const reports = ['000001', '000002', '000003'].map((id) => report(id, 1));
		const intents = mergeIntents(reports, '000002');
		expect(intents.map(({ reportId }) => reportId)).toEqual(['000001', '000003']);
		expect(intents[0]?.args).toMatchObject({ outcome: 'duplicate', duplicateOf: '000002' });
	});

	it('finds what was merged into a report', () => {
		const reports = [
			report('000003', 3, { duplicateOf: 'x' }),
			report('000001', 1, { duplicateOf: 'x' })
		];
		expect(duplicatesOf('x', [...reports, report('000009', 1)]).map(({ id }) => id)).toEqual([
			'000001',
			'000003'
		]);
	});
});
