/** The feed on both engines: nothing missed, nothing half, nothing of others. Names are the design's scenarios. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closedKeptMs } from '../../src/lib/domain/report/scope';
import { openApp } from '../../src/lib/server/app';
import { newId } from '../../src/lib/server/clock';
import { bumpScopes, headsOf, type Touch } from '../../src/lib/server/repositories/feed';
import { publishPeople } from '../../src/lib/server/usecases/ref-data';
import { leavesKeptMs, pruneFeed } from '../../src/lib/server/usecases/prune-feed';
import { ali, badr, huda, salma } from '../support/builders';
import { bothEngines, engines, people, TestCity, type TestDevice } from './sync-support';

const opened = bothEngines();
afterAll(() => opened.close());

describe.each(engines)('feed on %s', (engine) => {
	let city: TestCity;
	let supervisor: TestDevice;
	let skip: string | undefined;

	beforeAll(async () => {
		const settings = await opened.open(engine);
		if ('skip' in settings) {
			skip = settings.skip;
			return;
		}
		city = await TestCity.open(settings);
		supervisor = await city.device(salma, 'Desk');
		return () => city.app.close();
	});
	const test = (name: string, run: () => Promise<void>) =>
		it(name, async (context) => {
			if (skip !== undefined) context.skip(skip);
			await run();
		});

	const assigned = async (assigneeId = 'ali') => {
		const report = await city.report();
		await supervisor.do('assign', report, { assigneeId });
		return city.read(report.id);
	};

	test('brings reference data and own reports, then only what changed [C8]', async () => {
		const report = await assigned();
		const others = await assigned('badr');
		const tablet = await city.device(ali);
		const [first] = await tablet.pull();
		expect(first?.mode).toBe('resync');
		expect(tablet.rows.get('city city')?.body).toMatchObject({ numberPrefix: 'MM' });
		expect(tablet.rows.get('person badr')).toBeDefined();
		expect(tablet.rows.get(`report ${report.id}`)?.body).toEqual(report);
		expect(tablet.reports()).not.toContain(others.id);
		expect(await tablet.pull()).toMatchObject([{ mode: 'delta', entries: [], more: false }]);
		await supervisor.do('setPriority', report, { priority: 'urgent' });
		const [delta] = await tablet.pull();
		expect(delta?.entries).toMatchObject([{ op: 'put', id: report.id, scope: 'user:ali' }]);
	});

	test('covers what a command changed once its version was read', async () => {
		const report = await assigned();
		const tablet = await city.device(ali);
		await tablet.pull();
		const { cover } = await tablet.do('start', report);
		expect(Object.keys(cover)).toEqual(['user:ali']);
		const [page] = await tablet.pull();
		expect(page?.covers['user:ali']).toBe(cover['user:ali']);
	});

	test('says why a report left: reassigned, taken back, done by another [E1]', async () => {
		const [first, second, third] = [await assigned(), await assigned(), await assigned()];
		const tablet = await city.device(ali);
		await tablet.pull();
		await supervisor.do('reassign', first, { assigneeId: 'badr' });
		await supervisor.do('unassign', second);
		await tablet.do('start', third);
		await tablet.pull();
		expect(tablet.left.map(({ id, reason }) => [id, reason])).toEqual([
			[first.id, 'reassigned'],
			[second.id, 'unassigned']
		]);
		expect(tablet.reports()).toContain(third.id);
		expect(tablet.reports()).not.toContain(first.id);
	});

	test('moves a report out of the duty queue when it gets a team', async () => {
		const report = await city.report({ areaPath: '/muscat/muttrah/' });
		expect(report.teamId).toBeNull();
		const desk = await city.device(salma);
		await desk.pull();
		expect(desk.reports()).toContain(report.id);
		await supervisor.do('assign', report, { assigneeId: 'ali' });
		await desk.pull();
		expect(desk.left).toEqual([{ id: report.id, scope: 'duty', reason: 'moved' }]);
		expect(desk.reports()).toContain(report.id);
	});

	test('carries nothing from outside of a person’s areas, and does not say that it exists', async () => {
		const muna = { ...salma, id: 'muna', userName: 'muna', areas: ['/muscat/seeb/'] };
		await city.app.db.tx((tx) => publishPeople(tx, [muna], { isDemo: true, at: city.now }));
		const waiting = await city.report({ areaPath: '/muscat/muttrah/' });
		const ours = await city.report();
		const teams = await city.report({ areaPath: '/muscat/muttrah/' });
		await supervisor.do('assign', teams, { assigneeId: 'ali' });
		const desk = await city.device(muna);
		await desk.pull();
		expect(desk.reports()).toContain(ours.id);
		expect(desk.reports()).not.toContain(waiting.id);
		expect(desk.reports()).not.toContain(teams.id);
		for (const report of [waiting, teams]) {
			expect(await desk.do('setPriority', report)).toMatchObject({ reason: 'unknown_report' });
		}
		await supervisor.do('setPriority', await city.read(teams.id), { priority: 'urgent' });
		expect((await desk.pull())[0]?.entries).toEqual([]);
		const wider = await city.app.readChanges({ ...muna, areas: ['/muscat/'] }, desk.cursor, 1000);
		expect(wider.mode).toBe('resync');
		expect(wider.json).toContain(teams.id);
	});

	test('misses nothing that eight writers write while a reader reads [G1]', async () => {
		const writers = 8;
		const rounds = 25;
		const written = new Set<string>();
		const seen = new Set<string>();
		const touch = (entity: string): Touch => ({
			...{ scope: 'user:ali', kind: 'person', entity, op: 'put', reason: null }
		});
		let cursor: string | null = null;
		let isWriting = true;
		const read = async () => {
			const page = await city.app.readChanges(ali, cursor, 1000);
			const changes: { cursor: string; entries: { id: string }[] } = JSON.parse(page.json);
			cursor = changes.cursor;
			for (const { id } of changes.entries) seen.add(id);
		};
		const write = async () => {
			for (let round = 0; round < rounds; round++) {
				const id = newId();
				await city.app.db.tx(async (tx) => {
					await tx
						.insertInto('reference')
						.values({ kind: 'person', id, body: JSON.stringify({ id }) })
						.execute();
					await bumpScopes(tx, [touch(id)], city.now);
				});
				written.add(id);
			}
		};
		const reader = (async () => {
			while (isWriting) await read();
			await read();
		})();
		try {
			await Promise.all(Array.from({ length: writers }, write));
		} finally {
			isWriting = false;
			await reader;
		}
		expect([...written].filter((id) => !seen.has(id))).toEqual([]);
		expect(written.size).toBe(writers * rounds);
	});

	test('ends a page between two versions and never inside one [E10]', async () => {
		const tablet = await city.device(badr);
		await tablet.pull();
		const bulk = ['a', 'b', 'c', 'd', 'e'].map((letter) => `${letter}-${newId()}`);
		const touches = bulk.map((entity): Touch => ({
			...{ scope: 'user:badr', kind: 'person', entity, op: 'leave', reason: 'moved' }
		}));
		await city.app.db.tx((tx) => bumpScopes(tx, touches.slice(0, 1), city.now));
		await city.app.db.tx((tx) => bumpScopes(tx, touches.slice(1), city.now));
		const pages = await tablet.pull(3);
		expect(pages.map(({ entries }) => entries.length)).toEqual([1, 4]);
		expect(pages.map(({ more }) => more)).toEqual([true, false]);
	});

	test('begins anew when team or role change, and old rows go [D4]', async () => {
		const report = await city.report();
		const desk = await city.device(salma);
		await desk.pull();
		expect(desk.reports()).toContain(report.id);
		const moved = { ...salma, userName: 'salma', teamId: 'team-2' };
		const other = await city.device(moved);
		other.cursor = desk.cursor;
		for (const [key, row] of desk.rows) other.rows.set(key, row);
		const [page] = await other.pull();
		expect(page?.mode).toBe('resync');
		expect(other.reports()).not.toContain(report.id);
	});

	test('begins anew for another epoch, a cursor ahead of the head, and nonsense [F7, F8]', async () => {
		const tablet = await city.device(ali);
		await tablet.pull();
		const [mark = '', at = ''] = tablet.cursor?.split('~') ?? [];
		const turned = (...parts: string[]) => parts.join('~');
		const ahead = at.replace(/\d+$/, '1000000');
		const strange = ['nonsense', '', '{}', '~~~', turned(mark, '', ''), '1.'.repeat(2000)];
		for (const cursor of [turned('old', at, ''), turned(mark, ahead, ''), ...strange]) {
			tablet.cursor = cursor;
			expect((await tablet.page()).mode).toBe('resync');
		}
		tablet.cursor = turned(mark, at, '');
		expect((await tablet.page()).mode).toBe('delta');
	});

	test('never serves a scope that only the cursor names [D8]', async () => {
		await assigned('badr');
		const tablet = await city.device(ali);
		await tablet.pull();
		const desk = await city.device(salma);
		await desk.pull();
		const [, wider = ''] = desk.cursor?.split('~') ?? [];
		const [mark = '', at = ''] = tablet.cursor?.split('~') ?? [];
		// One version more than own scopes, those of somebody with more, and somebody's whole cursor.
		for (const cursor of [`${mark}~${at}.0~`, `${mark}~${wider}~`, desk.cursor]) {
			tablet.cursor = cursor;
			const page = await tablet.page();
			expect(page.entries.every(({ scope }) => ['ref', 'user:ali'].includes(scope))).toBe(true);
			expect(Object.keys(page.covers).sort()).toEqual(['ref', 'user:ali']);
		}
	});

	test('goes on with a resync that was interrupted, and tells what left meanwhile [G4]', async () => {
		const leaving = await assigned();
		await assigned();
		await assigned();
		const tablet = await city.device(ali);
		let page = await tablet.page(1);
		for (let asked = 0; asked < 500 && !tablet.reports().includes(leaving.id); asked++) {
			page = await tablet.page(1);
		}
		expect(page).toMatchObject({ mode: 'resync', more: true });
		await supervisor.do('reassign', await city.read(leaving.id), { assigneeId: 'badr' });
		const rest = await tablet.pull(1);
		expect(rest.every(({ mode }) => mode === 'resync')).toBe(true);
		expect(tablet.reports()).not.toContain(leaving.id);
		expect((await tablet.page()).mode).toBe('delta');
	});

	test('begins anew when the cursor is older than what was forgotten [G3]', async () => {
		const report = await assigned();
		const tablet = await city.device(ali);
		await tablet.pull();
		await supervisor.do('reassign', report, { assigneeId: 'badr' });
		await pruneFeed(city.app.db, city.now + leavesKeptMs + 1);
		const [page] = await tablet.pull();
		expect(page?.mode).toBe('resync');
		expect(tablet.reports()).not.toContain(report.id);
	});

	test('keeps a closed report for fourteen days and brings it back when it is reopened', async () => {
		const report = await city.report();
		await supervisor.do('close', report, { outcome: 'duplicate', text: null });
		const desk = await city.device(salma);
		await desk.pull();
		expect(desk.reports()).toContain(report.id);
		city.now += closedKeptMs + 1;
		const late = await city.device(salma);
		await late.pull();
		expect(late.reports()).not.toContain(report.id);
		const officer = await city.device(huda);
		await officer.do('reopen', await city.read(report.id));
		await desk.pull();
		await late.pull();
		expect(desk.rows.get(`report ${report.id}`)?.body).toMatchObject({ status: 'reopened' });
		expect(late.reports()).toContain(report.id);
		city.now -= closedKeptMs + 1;
	});

	test('tells people of a change to reference data, at the next command as well', async () => {
		const tablet = await city.device(ali);
		await tablet.pull();
		const before = await city.app.policy();
		const renamed = { ...people[1], name: { ar: 'بدر الجديد', en: 'New Badr' } };
		await city.app.db.tx((tx) =>
			publishPeople(tx, [{ ...badr, ...renamed }], { isDemo: true, at: city.now })
		);
		const [page] = await tablet.pull();
		expect(page?.entries).toMatchObject([{ kind: 'person', id: 'badr', scope: 'ref' }]);
		const after = await city.app.policy();
		expect([before.person('badr')?.name.en, after.person('badr')?.name.en]).toEqual([
			'Text',
			'New Badr'
		]);
	});

	test('reads one state from beginning to end while others write', async () => {
		const { db } = city.app;
		const heads = await db.snapshot(async (snapshot) => {
			const before = await headsOf(snapshot, ['user:ali']);
			await assigned();
			return [before, await headsOf(snapshot, ['user:ali'])];
		});
		expect(heads[1]).toEqual(heads[0]);
	});

	test('wakes who listens to a scope, after the commit and once per turn', async () => {
		const report = await assigned();
		const heard: Record<string, number>[] = [];
		const woken = new Promise<void>((resume) => {
			city.app.wake.subscribe(['user:ali'], (heads) => {
				heard.push({ ...heads });
				resume();
			});
		});
		const { versions } = await supervisor.send(
			supervisor.command('setPriority', report, { priority: 'low' })
		);
		await woken;
		expect(heard).toEqual([{ 'user:ali': versions.get('user:ali') }]);
		expect((await city.app.readHeads(ali))['user:ali']).toBe(versions.get('user:ali'));
	});

	test('wakes the listeners of another instance on the same PostgreSQL', async () => {
		const { settings } = city.app;
		if (settings.databaseUrl === undefined) return;
		const other = await openApp(settings);
		const heard = new Promise((resume) => other.wake.subscribe(['user:ali'], resume));
		const report = await assigned();
		expect(await heard).toHaveProperty('user:ali');
		expect((await city.read(report.id)).status).toBe('assigned');
		await other.close();
	});
});
