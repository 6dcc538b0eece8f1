import { describe, expect, it } from 'vitest';
import { freshChoice, type DeskChoice } from './desk-context';
import { bodyOf, choiceOf, isShown } from './saved-view';

const narrowed: DeskChoice = {
	...freshChoice(),
	filter: 'overdue',
	query: ' روي ',
	status: 'assigned',
	channelId: 'phone',
	sort: { column: 'age', direction: 'descending' },
	columns: ['number', 'due']
};

describe('a saved view', () => {
	it('brings the desk back as it was left', () => {
		const body = bodyOf(narrowed);
		expect(body.criteria).toEqual({
			...{ filter: 'overdue', query: 'روي', status: 'assigned', channelId: 'phone' }
		});
		expect(bodyOf(choiceOf(JSON.parse(JSON.stringify(body))))).toEqual(body);
	});

	it('takes away what the desk was narrowed by before', () => {
		expect({ ...narrowed, ...choiceOf(bodyOf(freshChoice())) }).toMatchObject({
			...{ filter: 'all', query: '', status: '', channelId: '', columns: null }
		});
	});

	it('is known to be on, and no more once anything differs', () => {
		const body = bodyOf(narrowed);
		expect(isShown(body, narrowed)).toBe(true);
		expect(isShown(body, { ...narrowed, query: '' })).toBe(false);
		expect(isShown(body, { ...narrowed, columns: ['due', 'number'] })).toBe(false);
	});

	it('of a newer build narrows by what is known and leaves the rest', () => {
		const shown = choiceOf({
			criteria: { status: 'melted', mood: 'good', filter: 'never', assigneeId: 'ali' },
			sort: { column: 'mood', direction: 'descending' },
			columns: ['mood', 'due', 'due']
		});
		expect(shown).toMatchObject({
			...{ status: '', filter: 'all', assigneeId: 'ali', columns: ['due'] },
			sort: { column: 'due', direction: 'descending' }
		});
	});
});
