import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ali, category, clock, morning } from '../../../../tests/support/builders';
import {
	afterAct,
	rulesInForce,
	tryRules,
	withoutLostPeople,
	type BookedRule,
	type RuleAct,
	type RuleBook
} from './rule-book';

const name = { ar: 'قاعدة', en: 'Rule' };
const booked = (id: string, part: Partial<BookedRule['rule']> = {}, isOn = true): BookedRule => ({
	...{ isOn, lost: null, changed: null },
	rule: { id, name, directorateId: 'seeb', teamId: `team-${id}`, ...part }
});
const book: RuleBook = [booked('a'), booked('b'), booked('c', {}, false)];
const ids = (rules: RuleBook | null) => rules?.map(({ rule }) => rule.id);
const changed = { byId: 'huda', at: morning };

describe('the book of rules', () => {
	it('routes by the rules that are on, in their order', () => {
		expect(rulesInForce(book).map(({ id }) => id)).toEqual(['a', 'b']);
	});

	it('takes a new rule at its end, switched off, and a known one where it stands', () => {
		const added = afterAct(book, { act: 'save', rule: booked('d').rule }, changed);
		expect([ids(added), added?.[3]?.isOn]).toEqual([['a', 'b', 'c', 'd'], false]);
		const renamed = { ...booked('a').rule, name: { ar: 'اسم', en: 'Name' } };
		expect(afterAct(book, { act: 'save', rule: renamed }, changed)?.[0]).toEqual({
			...{ rule: renamed, isOn: true, lost: null, changed }
		});
	});

	it('moves and deletes, and knows nothing of rules that are not there', () => {
		expect(ids(afterAct(book, { act: 'move', id: 'c', to: 0 }, changed))).toEqual(['c', 'a', 'b']);
		expect(ids(afterAct(book, { act: 'delete', id: 'b' }, changed))).toEqual(['a', 'c']);
		expect(afterAct(book, { act: 'delete', id: 'z' }, changed)).toBeNull();
	});

	it('says whom a rule has lost until somebody has seen it, and keeps it routing', () => {
		const named = [booked('a', { teamId: 'team-1', personId: 'ali' }), booked('b')];
		const same = withoutLostPeople(named, () => ali, morning);
		expect(same).toEqual(named);
		const [left] = withoutLostPeople(named, () => ({ ...ali, active: false }), morning);
		expect(left).toMatchObject({
			isOn: true,
			rule: { personId: null },
			lost: { loss: 'inactive' }
		});
		const seen = afterAct(left ? [left] : [], { act: 'seen', id: 'a' }, changed);
		expect(seen?.[0]?.lost).toBeNull();
	});
});

describe('a trial', () => {
	const report = { areaPath: '/muscat/seeb/', category, channelId: 'phone' } as const;
	const reports = fc.array(
		fc.record({
			...{ areaPath: fc.constant(report.areaPath), category: fc.constant(category) },
			channelId: fc.constantFrom('phone', 'app', 'web'),
			priority: fc.constantFrom('low', 'urgent'),
			receivedAt: fc.constant(morning)
		})
	);
	const rules = fc.array(
		fc.record({
			channels: fc.subarray(['phone', 'app', 'web']),
			teamId: fc.constantFrom('team-1', 'team-2', null)
		}),
		{ maxLength: 5 }
	);
	const acts = fc.constantFrom<RuleAct>(
		{ act: 'delete', id: '0' },
		{ act: 'switch', id: '1', isOn: false },
		{ act: 'move', id: '2', to: 0 }
	);

	it('counts every report in exactly one queue, before and after, whatever changes [1]', () => {
		fc.assert(
			fc.property(reports, rules, acts, (list, parts, act) => {
				const before = parts.map((part, index) => booked(String(index), part));
				const after = afterAct(before, act, changed) ?? before;
				const trial = tryRules(
					list,
					{ before: rulesInForce(before), after: rulesInForce(after), ruleId: '0' },
					clock
				);
				const sum = (key: 'before' | 'after') =>
					trial.queues.reduce((total, queue) => total + queue[key], 0);
				expect([trial.reports, sum('before'), sum('after')]).toEqual([
					...[list.length, list.length, list.length]
				]);
			}),
			{ numRuns: 300 }
		);
	});
});
