/** Routing rules as rows of the database, on both engines: read, tried, changed, and bereft of people. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RoutingRule } from '../../src/lib/domain/city/profile';
import type { RuleAct } from '../../src/lib/domain/dispatch/rule-book';
import type { Person } from '../../src/lib/domain/people/actor';
import { readHistory } from '../../src/lib/server/usecases/read-history';
import { installCity, publishPeople } from '../../src/lib/server/usecases/ref-data';
import { changeRules, readRules, tryChange } from '../../src/lib/server/usecases/routing-rules';
import { ali, areas, aPerson, huda, salma } from '../support/builders';
import { bothEngines, engines, people, profile, TestCity } from './sync-support';

const opened = bothEngines();
afterAll(() => opened.close());

const rule = (id: string, part: Partial<RoutingRule> = {}): RoutingRule => ({
	...{ id, name: { ar: 'قاعدة', en: 'Rule' }, directorateId: 'seeb', teamId: 'team-2' },
	...part
});
const farHuda = aPerson('directorate', { id: 'noor', directorateId: 'bawshar' });

describe.each(engines)('routing rules on %s', (engine) => {
	let city: TestCity;
	let skip: string | undefined;

	beforeAll(async () => {
		const settings = await opened.open(engine);
		if ('skip' in settings) {
			skip = settings.skip;
			return;
		}
		city = await TestCity.open(settings);
		return () => city.app.close();
	});
	beforeEach((context) => {
		if (skip !== undefined) context.skip(skip);
	});

	const rev = async () => (await readRules(city.app, huda))?.rev ?? 0;
	const change = async (act: RuleAct, person: Person = huda) =>
		changeRules(city.app, person, { rev: await rev(), change: act });
	const ids = async () => (await readRules(city.app, salma))?.rules.map(({ rule }) => rule.id);
	const codeOf = (answer: Awaited<ReturnType<typeof change>>) =>
		answer.ok ? 'ok' : answer.fault.code;

	it('begin with those of the profile, in its order and switched on', async () => {
		expect(await readRules(city.app, salma)).toMatchObject({
			edits: null,
			rules: [{ rule: { id: 'seeb' }, isOn: true, lost: null, changed: null }]
		});
		const empty = { type: 'FeatureCollection', features: [] } as const;
		const again = { profile, areas, basemap: { ...empty, features: [] } };
		await city.app.db.tx((tx) => installCity(tx, again, city.now));
		expect(await ids()).toEqual(['seeb']);
	});

	it('are added switched off, tried on the last 30 days, and route once they are on', async () => {
		await city.report();
		await city.report({ channelId: 'app' });
		await city.report({ areaPath: '/muscat/muttrah/' });
		const night = rule('app', { channels: ['phone'] });
		const trial = await tryChange(city.app, huda, {
			rev: await rev(),
			change: { act: 'save', rule: { ...night, areas: ['/muscat/muttrah/'] } }
		});
		expect(trial).toEqual({
			ok: true,
			value: {
				...{ reports: 3, moved: 1, fired: { before: 0, after: 1 } },
				queues: [
					{ teamId: 'team-1', before: 2, after: 2 },
					{ teamId: 'team-2', before: 0, after: 1 },
					{ teamId: null, before: 1, after: 0 }
				]
			}
		});
		expect(codeOf(await change({ act: 'save', rule: night }))).toBe('ok');
		expect((await city.report()).teamId).toBe('team-1');
		await change({ act: 'move', id: 'app', to: 0 });
		expect((await city.report()).teamId).toBe('team-1');
		await change({ act: 'switch', id: 'app', isOn: true });
		expect(await city.report()).toMatchObject({ teamId: 'team-2', routedBy: 'app' });
		expect((await city.report({ channelId: 'web' })).teamId).toBe('team-1');
		const list = await readRules(city.app, huda);
		expect(list).toMatchObject({ edits: 'seeb', duty: 1 });
		expect(list?.rules.map(({ rule, routed }) => [rule.id, routed])).toEqual([
			['app', { lately: 1, ever: 1 }],
			['seeb', { lately: 5, ever: 5 }]
		]);
		expect(list?.rules[0]?.changed).toEqual({ byId: 'huda', at: city.now });
	});

	it('tell on each report and in its history which of them fired and why', async () => {
		const report = await city.report();
		const why = { rule: { id: 'app' }, because: { channelId: 'phone' } };
		expect(report.routed).toMatchObject(why);
		const told = { ...salma, teamId: 'team-2' };
		const history = await readHistory(city.app.db, told, report.id);
		expect(history?.[0]).toMatchObject({ kind: 'received', routed: why });
	});

	it('are changed by nobody without permission, nor for another directorate', async () => {
		const act: RuleAct = { act: 'switch', id: 'app', isOn: false };
		for (const person of [ali, salma, farHuda, { ...huda, active: false }]) {
			expect(codeOf(await change(act, person)), person.id).toBe('not_permitted');
		}
		const taken = { act: 'save', rule: rule('app', { directorateId: 'bawshar' }) } as const;
		expect(codeOf(await change(taken, farHuda))).toBe('not_permitted');
		expect(codeOf(await change(taken))).toBe('not_permitted');
		expect(await readRules(city.app, ali)).toBeUndefined();
		expect(await ids()).toEqual(['app', 'seeb']);
	});

	it('are not overwritten by somebody who saw older ones', async () => {
		const old = await rev();
		await change({ act: 'switch', id: 'app', isOn: true });
		const late = { rev: old, change: { act: 'delete', id: 'app' } as const };
		expect(await changeRules(city.app, huda, late)).toMatchObject({ fault: { code: 'conflict' } });
		const seen = await rev();
		const both = ['app', 'seeb'].map((id) =>
			changeRules(city.app, huda, { rev: seen, change: { act: 'switch', id, isOn: true } })
		);
		expect((await Promise.all(both)).map(({ ok }) => ok).sort()).toEqual([false, true]);
	});

	it('are refused where they name what the city does not have', async () => {
		const wrong = [{ teamId: 'team-9' }, { areas: ['/sohar/'] }, { channels: ['pigeon'] }];
		for (const part of wrong) {
			expect(codeOf(await change({ act: 'save', rule: rule('new', part) }))).toBe('malformed');
		}
		const named = rule('new', { teamId: 'team-2', personId: 'ali' });
		expect(await change({ act: 'save', rule: named })).toMatchObject({
			fault: { code: 'malformed', field: 'personId' }
		});
		expect(codeOf(await change({ act: 'delete', id: 'new' }))).toBe('not_found');
	});

	it('give work to the person they name, and to the team once that person has left it', async () => {
		const named = rule('app', { channels: ['phone'], teamId: 'team-1', personId: 'ali' });
		await change({ act: 'save', rule: named });
		const given = await city.report();
		expect(given).toMatchObject({ status: 'assigned', assignment: { assigneeId: 'ali' } });
		const tablet = await city.device(ali);
		await tablet.pull();
		expect(tablet.reports()).toContain(given.id);
		const publish = (part: Partial<Person>) =>
			city.app.db.tx((tx) =>
				publishPeople(tx, [{ ...ali, userName: 'ali', ...part }], { isDemo: true, at: city.now })
			);
		await publish({ active: false });
		const waiting = await city.report();
		expect(waiting).toMatchObject({ status: 'received', teamId: 'team-1', routedBy: 'app' });
		const lost = async () => (await readRules(city.app, salma))?.rules[0];
		expect(await lost()).toMatchObject({
			...{ isOn: true, rule: { personId: null } },
			lost: { loss: 'inactive', name: ali.name }
		});
		await publish({});
		expect((await city.report()).status).toBe('received');
		await change({ act: 'seen', id: 'app' });
		expect((await lost())?.lost).toBeNull();
	});

	it('lose no report when the last of them is deleted: it waits in the duty queue', async () => {
		await change({ act: 'delete', id: 'app' });
		await change({ act: 'switch', id: 'seeb', isOn: false });
		const report = await city.report();
		expect(report).toMatchObject({ teamId: null, routed: { rule: null, because: {} } });
		const supervisor = await city.device(people[2] ?? salma);
		await supervisor.pull();
		expect(supervisor.reports()).toContain(report.id);
	});
});
