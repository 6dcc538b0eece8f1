import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	aCommand,
	ali,
	areas,
	aReport,
	badr,
	by,
	category,
	clock,
	morning,
	policy,
	salma
} from '../../../../tests/support/builders';
import type { RoutingRule } from '../city/profile';
import type { Person } from '../people/actor';
import { decide } from '../report/decide';
import { assignedByRule, newReport } from '../report/new-report';
import { priorities } from '../report/priority';
import { project } from '../report/project';
import { reroute } from '../report/reroute';
import { personLoss, route, type Routable } from './route';

const name = { ar: 'قاعدة', en: 'Rule' };
const rule = (id: string, part: Partial<RoutingRule> = {}): RoutingRule => ({
	...{ id, name, directorateId: 'seeb', teamId: `team-${id}` },
	...part
});
/** A Sunday, 08:00 in Muscat. */
const report: Routable = {
	areaPath: '/muscat/seeb/',
	category,
	channelId: 'phone',
	priority: 'high',
	receivedAt: morning
};

describe('a routing rule', () => {
	it.each([
		['area', { areas: ['/muscat/seeb/'] }, { areaPath: '/muscat/seeb/' }],
		['category', { categories: ['other', 'sewage'] }, { categoryId: 'sewage' }],
		['sector', { sectors: ['cleanliness'] }, { sector: 'cleanliness' }],
		['channel', { channels: ['phone'] }, { channelId: 'phone' }],
		['priority', { priorities: ['high', 'urgent'] }, { priority: 'high' }],
		['weekday', { weekdays: [0] }, { weekday: 0 }],
		['hours', { hours: { from: '07:30', to: '14:30' } }, { hours: { from: '07:30', to: '14:30' } }],
		['night', { hours: { from: '22:00', to: '08:01' } }, { hours: { from: '22:00', to: '08:01' } }],
		['nothing asked', { areas: [], weekdays: [], hours: null }, {}]
	] as const)('fires by %s, and says what met it', (_, part, because) => {
		const found = route(report, [rule('one', part as Partial<RoutingRule>)], clock);
		expect(found).toMatchObject({ ruleId: 'one', teamId: 'team-one' });
		expect(found.routed).toEqual({ rule: { id: 'one', name }, because });
	});

	it.each([
		['area', { areas: ['/muscat/muttrah/'] }],
		['category', { categories: ['other'] }],
		['sector', { sectors: ['parks'] }],
		['channel', { channels: ['app'] }],
		['priority', { priorities: ['low'] }],
		['weekday', { weekdays: [1, 6] }],
		['hours, of which the end is left out', { hours: { from: '06:00', to: '08:00' } }],
		['one condition of two', { areas: ['/muscat/seeb/'], channels: ['app'] }]
	] as const)('does not fire where it asks for another %s', (_, part) => {
		const found = route(report, [rule('one', part as unknown as Partial<RoutingRule>)], clock);
		expect(found).toMatchObject({ ruleId: null, teamId: null, routed: { rule: null } });
	});

	it('loses its person who has left, is away for good, or went to another team', () => {
		const named = rule('one', { teamId: 'team-1', personId: 'ali' });
		expect(personLoss(named, ali)).toBeNull();
		expect(personLoss(named, undefined)).toBe('gone');
		expect(personLoss(named, { ...ali, active: false })).toBe('inactive');
		expect(personLoss(named, { ...ali, teamId: 'team-2' })).toBe('moved');
		expect(personLoss(named, { ...salma, id: 'ali' })).toBe('moved');
		expect(personLoss(rule('one'), undefined)).toBeNull();
	});
});

const entering = (person: Person | undefined, teamId = 'team-1') => {
	const routing = [rule('one', { teamId, personId: 'ali' })];
	const rules = { ...policy, routing, person: () => person };
	const fresh = newReport({ ...aReport() }, { id: 'id', number: '' }, { category, clock, routing });
	return { fresh, events: assignedByRule(fresh, rules, morning + 1) };
};

describe('a rule that names a person', () => {
	it('assigns the report at once, by an event of its own and under an epoch', () => {
		const { fresh, events } = entering(ali);
		const report = project(fresh, events);
		expect(report).toMatchObject({ status: 'assigned', assignEpoch: 1, rev: 2, routedBy: 'one' });
		expect(report.assignment).toMatchObject({ assigneeId: 'ali', assignedById: null });
		expect(events.map(({ kind, actorId }) => [kind, actorId])).toEqual([['assigned', null]]);
	});

	it.each([
		['is not known', undefined],
		['has left', { ...ali, active: false }],
		['is in another team', { ...ali, teamId: 'team-2' }],
		['does not work there', { ...ali, areas: ['/muscat/muttrah/'] }]
	])('leaves the report in the queue of its team when that person %s', (_, person) => {
		const { fresh, events } = entering(person);
		expect([events, fresh.teamId, fresh.status]).toEqual([[], 'team-1', 'received']);
	});
});

describe('another category', () => {
	const routing = [rule('pipes', { categories: ['pipes'] }), rule('rest')];
	const pipes = { ...category, id: 'pipes' };

	it('brings a report that nobody has had to the queue of its rule, and says why', () => {
		expect(reroute(aReport(), pipes, { routing, clock })).toEqual({
			...{ directorateId: 'seeb', teamId: 'team-pipes', routedBy: 'pipes' },
			routed: { rule: { id: 'pipes', name }, because: { categoryId: 'pipes' } }
		});
	});

	it('leaves a report where it is once somebody has assigned it, also when it came back', () => {
		const assign = aCommand('assign', { args: { assigneeId: badr.id } });
		const decision = decide(aReport(), assign, by(salma));
		const events = decision.outcome === 'rejected' ? [] : decision.events;
		const assigned = project(aReport(), events);
		expect(reroute(assigned, pipes, { routing, clock })).toEqual({});
		const back = { ...assigned, status: 'received' as const, assignment: null };
		expect(reroute(back, pipes, { routing, clock })).toEqual({});
	});

	it('changes nothing where no rules are known, as on a device', () => {
		expect(reroute(aReport(), pipes, { routing: [], clock })).toEqual({});
	});
});

describe('every report ends in exactly one queue', () => {
	const paths = ['/muscat/', ...areas.features.map(({ properties }) => properties.path)];
	const some = <T>(...all: T[]) => fc.option(fc.subarray(all), { nil: undefined });
	const aClockTime = fc
		.integer({ min: 0, max: 1439 })
		.map((minute) => new Date(minute * 60_000).toISOString().slice(11, 16));
	const aRule = fc.record({
		id: fc.uuid(),
		name: fc.constant(name),
		areas: some(...paths),
		categories: some('sewage', 'pipes'),
		sectors: some('cleanliness', 'roads'),
		channels: some('phone', 'app'),
		priorities: some(...priorities),
		weekdays: some(0, 1, 2, 3, 4, 5, 6),
		hours: fc.option(fc.record({ from: aClockTime, to: aClockTime })),
		directorateId: fc.constantFrom('seeb', 'bawshar'),
		teamId: fc.constantFrom('team-1', 'team-2', null),
		personId: fc.constantFrom('ali', 'badr', 'nobody', null)
	});
	const rules = fc.uniqueArray(aRule, { selector: ({ id }) => id, maxLength: 12 });
	const aRoutable = fc.record({
		areaPath: fc.constantFrom(...paths, '/elsewhere/'),
		category: fc.constantFrom(category, { id: 'pipes', sector: 'roads' }),
		channelId: fc.constantFrom('phone', 'app', 'field'),
		priority: fc.constantFrom(...priorities),
		receivedAt: fc.integer({ min: morning, max: morning + 400 * 86_400_000 })
	});
	const queueOf = ({ teamId }: { teamId: string | null }) => teamId ?? 'duty';
	const queues = ['team-1', 'team-2', 'duty'];
	const holds = (test: (routable: Routable, list: RoutingRule[], at: number) => void) =>
		fc.assert(fc.property(aRoutable, rules, fc.nat(11), test), { numRuns: 500 });

	it('and in the same one each time, that of the rule it names [1] [2]', () => {
		holds((routable, list) => {
			const found = route(routable, list, clock);
			expect(queues).toContain(queueOf(found));
			expect(route(routable, list, clock)).toEqual(found);
			const fired = list.find(({ id }) => id === found.ruleId);
			expect(queueOf(fired ?? { teamId: null })).toBe(queueOf(found));
			expect(found.routed.rule?.id ?? null).toBe(found.ruleId);
		});
	});

	it('also when a rule is taken away: the others keep what they had [1]', () => {
		holds((routable, list, at) => {
			const before = route(routable, list, clock);
			const after = route(routable, list.toSpliced(at, 1), clock);
			expect(queues).toContain(queueOf(after));
			if (before.ruleId !== list[at]?.id) expect(after).toEqual(before);
			else expect(list.slice(0, at).map(({ id }) => id)).not.toContain(after.ruleId);
		});
	});

	it('also when a rule has lost its person: the report waits in the queue of the rule [4]', () => {
		fc.assert(
			fc.property(aRoutable, rules, fc.boolean(), (routable, list, isActive) => {
				const input = { ...aReport(), ...routable, categoryId: category.id };
				const reception = { category, clock, routing: list };
				const fresh = newReport(input, { id: 'id', number: '' }, reception);
				const person = (id: string) => (id === 'ali' ? { ...ali, active: isActive } : undefined);
				const stored = project(
					fresh,
					assignedByRule(fresh, { ...policy, routing: list, person }, morning)
				);
				expect(queueOf(stored)).toBe(queueOf(fresh));
				if (!isActive) expect(stored.assignment).toBeNull();
				else expect([undefined, 'ali']).toContain(stored.assignment?.assigneeId);
			}),
			{ numRuns: 300 }
		);
	});
});
