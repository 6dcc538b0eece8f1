import { describe, expect, it } from 'vitest';
import {
	aCommand,
	after,
	ali,
	aReport,
	by,
	clock,
	inspected,
	minute,
	morning,
	plainArgs,
	salma
} from '../../../../tests/support/builders';
import { decide } from './decide';
import { maxParts, partOf, type SplitCommand } from './split';
import type { Report } from './report';

const { partId } = plainArgs.split;
const splitting = (report: Report, args: Partial<SplitCommand['args']> = {}) => {
	const base = { rev: report.rev, assignEpoch: report.assignEpoch };
	return aCommand('split', { base, args: { ...plainArgs.split, ...args } }) as SplitCommand;
};
const later = { at: morning + 60 * minute, receivedAt: morning + 60 * minute };

describe('splitting a report', () => {
	it('notes the part and leaves the report where it is', () => {
		const report = aReport({ status: 'in_progress' });
		const whole = after(report, splitting(report), by(salma, later));
		expect(whole).toMatchObject({ parts: [partId], status: 'in_progress', dueAt: report.dueAt });
	});

	it('begins a part in the same place whose clock counts from the first report', () => {
		const whole = aReport({ status: 'in_progress', landmark: 'المسجد' });
		const { report, events } = partOf(whole, splitting(whole), by(salma, later));
		expect(report).toMatchObject({
			...{ id: partId, number: '', partOf: whole.id, status: 'received', assignment: null },
			...{ categoryId: 'inspected', landmark: 'المسجد', lat: whole.lat, lon: whole.lon },
			...{ receivedAt: whole.receivedAt, photos: [], description: plainArgs.split.description }
		});
		expect(report.dueAt).toBe(clock.addWorking(whole.clockFromAt, inspected.targets.resolve));
		expect(events.map(({ kind, actorId }) => [kind, actorId])).toEqual([['received', 'salma']]);
	});

	it('does nothing a second time', () => {
		const report = aReport({ parts: [partId] });
		expect(decide(report, splitting(report), by(salma))).toEqual({
			outcome: 'applied',
			events: []
		});
	});

	const many = Array.from({ length: maxParts }, (_, index) => `part-${index}`);
	it.each([
		['a part again', { partOf: 'another' }, {}, 'split_again'],
		['without end', { parts: many }, {}, 'too_many_parts'],
		['without a word', {}, { description: ' ' }, 'text_missing'],
		['into what does not exist', {}, { categoryId: 'nothing' }, 'category_unknown'],
		['once it is closed', { status: 'closed' }, {}, 'not_allowed_now']
	] as const)('is refused for %s', (_what, part, args, reason) => {
		const report = aReport(part as Partial<Report>);
		expect(decide(report, splitting(report, args), by(salma))).toMatchObject({ reason });
	});

	it('is the office’s', () => {
		const report = aReport({ status: 'in_progress' });
		expect(decide(report, splitting(report), by(ali))).toMatchObject({ reason: 'not_permitted' });
	});
});
