import { expect, it } from 'vitest';
import { aReport, category, clock, minute, morning } from '../../../../tests/support/builders';
import { newReport, type ReportInput, type Reception } from './new-report';

const reception: Reception = {
	category: { ...category, priority: 'high' },
	clock,
	routing: [
		{
			id: 'seeb',
			name: { ar: 'السيب', en: 'Seeb' },
			areas: ['/muscat/seeb/'],
			directorateId: 'seeb',
			teamId: 'team-1'
		}
	]
};
const name = { id: 'id', number: 'MM-26-000001-7' };
const input: ReportInput = { ...aReport(), accuracyMetres: 12 };

it('is received, routed by the first rule that matches, with its clocks running', () => {
	expect(newReport(input, name, reception)).toMatchObject({
		...{ rev: 1, status: 'received', directorateId: 'seeb', teamId: 'team-1', routedBy: 'seeb' },
		...{ clockFromAt: morning, pausedAt: null, assignEpoch: 0, assignment: null },
		dueAt: clock.addWorking(morning, category.targets.resolve),
		stageDueAt: clock.addWorking(morning, category.targets.acknowledge)
	});
});

it('waits in the duty queue where no rule matches', () => {
	const elsewhere = newReport({ ...input, areaPath: '/muscat/muttrah/' }, name, reception);
	expect([elsewhere.teamId, elsewhere.routedBy]).toEqual([null, null]);
});

it('counts from the import where another system had it before', () => {
	const clockFromAt = morning + 600 * minute;
	const imported = newReport({ ...input, clockFromAt }, name, reception);
	expect(imported.receivedAt).toBe(morning);
	expect(imported.dueAt).toBe(clock.addWorking(clockFromAt, category.targets.resolve));
});

it('takes the chosen priority before that of the category', () => {
	expect(newReport({ ...input, priority: 'low' }, name, reception).priority).toBe('low');
	expect(newReport({ ...input, priority: undefined }, name, reception).priority).toBe('high');
});
