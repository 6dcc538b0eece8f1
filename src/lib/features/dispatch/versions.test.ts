import { describe, expect, it } from 'vitest';
import type { CommandType } from '$lib/domain/report/lifecycle';
import { anAssignment, aReport } from '../../../../tests/support/builders';
import { versionsOf, type VersionWords } from './versions';

const words: VersionWords = {
	person: (id) => id ?? 'nobody',
	priority: (priority) => priority,
	category: (id) => id,
	moment: (at) => String(at),
	status: ({ status }) => status,
	act: (type) => type
};
const report = aReport({
	...{ id: 'r', status: 'assigned', priority: 'low', categoryId: 'sewage' },
	assignment: anAssignment({ assigneeId: 'badr' })
});
let count = 0;
const refused = (type: CommandType, args: unknown, part = {}) => ({
	...{ commandId: `c${(count += 1)}`, type, args, reportId: 'r', at: count, reason: 'stale' },
	...part
});

describe('two versions of a report', () => {
	it('stand beside each other per field, in one order', () => {
		const items = [
			refused('setPriority', { priority: 'urgent' }),
			refused('reassign', { assigneeId: 'ali' })
		];
		expect(versionsOf(items, report, words)).toMatchObject([
			{ field: 'assignee', mine: 'ali', theirs: 'badr' },
			{ field: 'priority', mine: 'urgent', theirs: 'low' }
		]);
	});

	it('are not asked about where both wanted the same', () => {
		expect(versionsOf([refused('assign', { assigneeId: 'badr' })], report, words)).toEqual([]);
	});

	it('name the latest act where one field was changed twice', () => {
		const items = [
			refused('setPriority', { priority: 'high' }, { at: 20 }),
			refused('setPriority', { priority: 'urgent' }, { at: 10 })
		];
		expect(versionsOf(items, report, words)).toMatchObject([{ mine: 'high' }]);
	});

	it('are those of stale acts on this report alone', () => {
		const items = [
			refused('setPriority', { priority: 'high' }, { reportId: 'other' }),
			refused('setPriority', { priority: 'high' }, { reason: 'not_permitted' }),
			refused('setPriority', { priority: 'a word of an older build' })
		];
		expect(versionsOf(items, report, words)).toEqual([]);
	});

	it('say an act that leads elsewhere beside the status that stands', () => {
		const [version] = versionsOf(
			[refused('close', { outcome: 'invalid', text: null })],
			report,
			words
		);
		expect(version).toMatchObject({ field: 'status', mine: 'close', theirs: 'assigned' });
	});

	it('can be wanted again on the report as it is', () => {
		const [version] = versionsOf([refused('unassign', {})], report, words);
		expect(version?.intent).toEqual({ type: 'unassign', reportId: 'r', args: {} });
	});
});
