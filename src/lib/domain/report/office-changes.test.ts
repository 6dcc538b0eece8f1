import { describe, expect, it } from 'vitest';
import {
	aCommand,
	after,
	aFinish,
	ali,
	aReport,
	by,
	category,
	clock,
	huda,
	inspected,
	minute,
	morning,
	policy,
	salma
} from '../../../../tests/support/builders';
import type { RoutingRule } from '../city/profile';
import { dueBucket, resolveMinutes } from './deadline';
import { decide } from './decide';
import { maxDueAheadMs } from './office-acts';
import type { Report } from './report';

const at = (minutes: number) => ({
	at: morning + minutes * minute,
	receivedAt: morning + minutes * minute
});
const dayMs = 86_400_000;
const seen = ({ rev, assignEpoch }: Report) => ({ base: { rev, assignEpoch } });
const setDue = (report: Report, dueAt: number, text = 'بانتظار المقاول') =>
	aCommand('setDue', { ...seen(report), args: { dueAt, text } });
const setCategory = (report: Report, categoryId: string) =>
	aCommand('setCategory', { ...seen(report), args: { categoryId } });
const undo = (report: Report, commandId: string) =>
	aCommand('undo', { ...seen(report), args: { commandId, elapsedMs: 1000 } });

describe('a due time that the office sets', () => {
	const dueAt = morning + 4 * dayMs;

	it('stands in place of the target', () => {
		const report = aReport({ status: 'assigned' });
		const set = after(report, setDue(report, dueAt), by(salma, at(10)));
		expect(set.dueAt).toBe(dueAt);
		expect(set.stageDueAt).toBe(report.stageDueAt);
		const started = after(set, aCommand('start', seen(set)), by(ali, at(20)));
		expect(started.dueAt).toBe(dueAt);
	});

	it('moves with pauses that come after it, not with those before', () => {
		const report = aReport({ status: 'assigned' });
		const held = after(report, aCommand('hold', seen(report)), by(ali, at(0)));
		const set = after(held, setDue(held, dueAt), by(salma, at(60)));
		const resumed = after(set, aCommand('resume', seen(set)), by(ali, at(90)));
		expect(resumed.pausedMinutes).toBe(90);
		expect(resumed.dueAt).toBe(clock.addWorking(dueAt, 30));
	});

	it('is what lateness is told by', () => {
		const report = aReport({ status: 'assigned' });
		const soon = after(report, setDue(report, morning + 100 * minute), by(salma, at(0)));
		const minutes = resolveMinutes(soon, category, clock);
		expect(minutes).toBe(100);
		expect(dueBucket(soon, minutes, clock, morning + 90 * minute)).toBe('approaching');
		expect(dueBucket(soon, minutes, clock, morning + 101 * minute)).toBe('overdue');
	});

	it('is taken back whole, so that the target holds again', () => {
		const report = aReport({ status: 'assigned' });
		const command = setDue(report, dueAt);
		const set = after(report, command, by(salma, at(1)));
		const back = after(set, undo(set, command.id), by(salma, at(2)));
		expect(JSON.parse(JSON.stringify(back))).toMatchObject({ dueSet: null, dueAt: report.dueAt });
	});

	it('ends with the closing: a report that is reopened has its target', () => {
		const report = aReport({ status: 'done', finish: aFinish(), outcome: 'fixed' });
		const set = { ...report, dueSet: { at: dueAt, pausedMinutes: 0 }, dueAt };
		const closed = after(set, aCommand('confirm', seen(set)), by(huda, at(10)));
		const reopened = after(closed, aCommand('reopen', seen(closed)), by(huda, at(20)));
		expect(reopened.dueSet).toBeNull();
		expect(reopened.dueAt).toBe(clock.addWorking(morning + 20 * minute, category.targets.resolve));
	});

	it.each([
		['in the past', morning, 'due_out_of_range'],
		['more than a year ahead', morning + maxDueAheadMs + 2 * minute, 'due_out_of_range']
	])('is refused %s', (_where, dueAt, reason) => {
		const report = aReport({ status: 'assigned' });
		expect(decide(report, setDue(report, dueAt), by(salma, at(1)))).toMatchObject({ reason });
	});

	it('asks why', () => {
		const report = aReport({ status: 'assigned' });
		const silent = decide(report, setDue(report, dueAt, '  '), by(salma, at(1)));
		expect(silent).toMatchObject({ reason: 'text_missing' });
	});

	it('is not for whoever works on it, nor for work that is done', () => {
		const report = aReport({ status: 'assigned' });
		expect(decide(report, setDue(report, dueAt), by(ali, at(1)))).toMatchObject({
			reason: 'not_permitted'
		});
		const done = aReport({ status: 'done', finish: aFinish() });
		expect(decide(done, setDue(done, dueAt), by(salma, at(1)))).toMatchObject({
			reason: 'not_allowed_now'
		});
	});

	it('is an act that others must have seen', () => {
		const report = aReport({ status: 'received' });
		const set = after(report, setDue(report, dueAt), by(salma, at(1)));
		const late = aCommand('setPriority', { base: { rev: report.rev, assignEpoch: 1 } });
		expect(decide(set, late, by({ ...salma, id: 'other' }, at(2)))).toMatchObject({
			reason: 'stale'
		});
	});
});

describe('another category', () => {
	const rules: RoutingRule[] = [
		{
			id: 'lights',
			name: { ar: 'الإنارة', en: 'Lights' },
			categories: ['inspected'],
			directorateId: 'lighting',
			teamId: 'lighting-seeb'
		}
	];
	const withRules = (minutes: number) =>
		by(salma, { ...at(minutes), policy: { ...policy, routing: rules } });

	it('brings its own targets', () => {
		const report = aReport({ status: 'assigned' });
		const changed = after(report, setCategory(report, 'inspected'), by(salma, at(10)));
		expect(changed.categoryId).toBe('inspected');
		expect(changed.dueAt).toBe(clock.addWorking(morning, inspected.targets.resolve));
	});

	it('leaves a due time that the office has set', () => {
		const report = aReport({ status: 'assigned' });
		const set = after(report, setDue(report, morning + dayMs), by(salma, at(1)));
		const changed = after(set, setCategory(set, 'inspected'), by(salma, at(2)));
		expect(changed.dueAt).toBe(morning + dayMs);
	});

	it('brings its priority only where nobody has chosen one', () => {
		const urgent = { ...inspected, priority: 'urgent' as const };
		const known = { ...policy, category: (id: string) => (id === 'inspected' ? urgent : category) };
		const plain = aReport({ status: 'assigned', priority: category.priority });
		const chosen = aReport({ status: 'assigned', priority: 'low' });
		const priorityOf = (report: Report) =>
			after(report, setCategory(report, 'inspected'), by(salma, { ...at(1), policy: known }))
				.priority;
		expect([priorityOf(plain), priorityOf(chosen)]).toEqual(['urgent', 'low']);
	});

	it('leads to the queue that the rules name, where no person has assigned it', () => {
		const report = aReport({ status: 'received', assignEpoch: 0, assignment: null });
		const changed = after(report, setCategory(report, 'inspected'), withRules(1));
		expect(changed).toMatchObject({
			...{ directorateId: 'lighting', teamId: 'lighting-seeb', routedBy: 'lights' }
		});
	});

	it('stays where a person has put it', () => {
		const report = aReport({ status: 'received', assignEpoch: 2, assignment: null });
		const changed = after(report, setCategory(report, 'inspected'), withRules(1));
		expect(changed.teamId).toBe(report.teamId);
	});

	it('is not looked for where no rules are known: the server names the queue', () => {
		const report = aReport({ status: 'received', assignEpoch: 0, assignment: null });
		const changed = after(report, setCategory(report, 'inspected'), by(salma, at(1)));
		expect(changed.teamId).toBe(report.teamId);
	});

	it('must exist, and the same one changes nothing', () => {
		const report = aReport({ status: 'assigned' });
		expect(decide(report, setCategory(report, 'nothing'), by(salma, at(1)))).toMatchObject({
			reason: 'category_unknown'
		});
		const same = decide(report, setCategory(report, report.categoryId), by(salma, at(1)));
		expect(same).toEqual({ outcome: 'applied', events: [] });
	});
});

describe('a duplicate', () => {
	const other = '01900000-0000-7000-8000-0000000000aa';
	const close = (
		report: Report,
		duplicateOf: string,
		outcome: 'duplicate' | 'invalid' = 'duplicate'
	) => aCommand('close', { ...seen(report), args: { outcome, text: null, duplicateOf } });

	it('names the report that stays', () => {
		const report = aReport({ status: 'received' });
		const closed = after(report, close(report, other), by(salma, at(1)));
		expect(closed).toMatchObject({ outcome: 'duplicate', duplicateOf: other });
		const invalid = after(report, close(report, other, 'invalid'), by(salma, at(1)));
		expect(invalid.duplicateOf).toBeUndefined();
	});

	it('is never one of itself', () => {
		const report = aReport({ status: 'received' });
		expect(decide(report, close(report, report.id), by(salma, at(1)))).toMatchObject({
			reason: 'duplicate_unknown'
		});
	});

	it('is what the inspector has named, once it is confirmed', () => {
		const finish = aFinish({ outcome: 'duplicate', duplicateOf: other });
		const report = aReport({ status: 'done', finish, outcome: 'duplicate' });
		const closed = after(report, aCommand('confirm', seen(report)), by(huda, at(1)));
		expect(closed.duplicateOf).toBe(other);
	});

	it('stands alone again when it is reopened', () => {
		const report = aReport({ status: 'closed', outcome: 'duplicate', duplicateOf: other });
		const reopened = after(report, aCommand('reopen', seen(report)), by(huda, at(1)));
		expect(reopened.duplicateOf).toBeNull();
	});
});
