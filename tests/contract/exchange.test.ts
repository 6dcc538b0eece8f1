/** The exchange on both engines: exactly once, in order, nothing dropped. Numbers name the design's scenarios. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { log } from '../../src/lib/server/log';
import { brokenLink, eventsOf } from '../../src/lib/server/repositories/events';
import { revokeReplicas } from '../../src/lib/server/repositories/replicas';
import { applyCommands, ExchangeFault } from '../../src/lib/server/usecases/apply-commands';
import { applyDeferred } from '../../src/lib/server/usecases/apply-deferred';
import { policyReader } from '../../src/lib/server/usecases/ref-data';
import { ali, badr, huda, plainArgs, salma } from '../support/builders';
import { bothEngines, engines, nothingPending, TestCity, type TestDevice } from './sync-support';

const opened = bothEngines();
afterAll(() => opened.close());

describe.each(engines)('exchange on %s', (engine) => {
	let city: TestCity;
	let supervisor: TestDevice;
	let tablet: TestDevice;
	let skip: string | undefined;

	beforeAll(async () => {
		const settings = await opened.open(engine);
		if ('skip' in settings) {
			skip = settings.skip;
			return;
		}
		city = await TestCity.open(settings);
		supervisor = await city.device(salma, 'Desk');
		tablet = await city.device(ali);
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

	test('applies a command once and tells the stored result to a repeated one [A3]', async () => {
		const report = await assigned();
		const command = tablet.command('start', report);
		const first = await tablet.send(command);
		const again = await tablet.send(command);
		expect(first.results[0]).toMatchObject({ outcome: 'applied', duplicate: false });
		expect(again.results[0]).toEqual({ ...first.results[0], duplicate: true });
		const after = await city.read(report.id);
		expect(after).toMatchObject({ status: 'in_progress', rev: report.rev + 1 });
		expect(await eventsOf(city.app.db.kysely, report.id)).toHaveLength(3);
	});

	test('takes the same exchange from two requests at once [A5]', async () => {
		const report = await assigned();
		const command = tablet.command('start', report);
		const both = await Promise.all([tablet.send(command), tablet.send(command)]);
		expect(both.map(({ results }) => results[0]?.duplicate).sort()).toEqual([false, true]);
		expect((await city.read(report.id)).rev).toBe(report.rev + 1);
	});

	test('does not mind the order of keys in a repeated command', async () => {
		const report = await assigned();
		const command = tablet.command('start', report);
		await tablet.send(command);
		const turned = Object.fromEntries(Object.entries(command).reverse());
		expect((await tablet.send(turned)).results[0]?.duplicate).toBe(true);
	});

	test('says forked when a counter brings another command [C20]', async () => {
		const report = await assigned();
		const device = await city.device(ali);
		const command = device.command('start', report);
		await device.send(command);
		const other = { ...device.command('addNote', report), n: 1 };
		const answer = await device.send(other);
		expect(answer).toMatchObject({ forked: true, results: [] });
		expect((await city.read(report.id)).notes).toEqual([]);
	});

	test('counts a command of a copied device once, under whatever replica it comes [C20]', async () => {
		const report = await assigned();
		const copy = await city.device(ali);
		const command = tablet.command('addNote', report);
		const first = await tablet.send(command);
		const again = await copy.send({ ...command, replica: copy.replica, n: 1 });
		expect(again.results[0]).toMatchObject({ n: 1, outcome: 'applied', duplicate: true });
		expect(again.results[0]?.cover).toEqual(first.results[0]?.cover);
		expect((await city.read(report.id)).notes).toHaveLength(1);
		copy.n = 1;
		expect((await copy.do('addNote', report)).outcome).toBe('applied');
	});

	test('refuses an id that names another command', async () => {
		const report = await assigned();
		const command = tablet.command('addNote', report);
		await tablet.send(command);
		const thief = await city.device(badr);
		const stolen = { ...thief.command('addNote', report), id: command.id };
		const result = (await thief.send(stolen)).results[0];
		expect(result).toMatchObject({ outcome: 'rejected', reason: 'malformed', duplicate: true });
		const twins = [tablet.command('addNote', report), tablet.command('addNote', report)];
		const [one, two] = (await tablet.send(twins[0], { ...twins[1], id: twins[0]?.id })).results;
		expect([one?.outcome, two?.outcome]).toEqual(['applied', 'rejected']);
	});

	test('asks for the missing counter and applies in order when it comes [A6]', async () => {
		const report = await assigned();
		const start = tablet.command('start', report);
		const note = tablet.command('addNote', report);
		expect(await tablet.send(note)).toMatchObject({ results: [], expect: start.n });
		const both = await tablet.send(note, start);
		expect(both.results.map(({ n }) => n)).toEqual([start.n, note.n]);
		expect(both.results.every(({ outcome }) => outcome === 'applied')).toBe(true);
	});

	test('keeps a void, an unknown and a malformed command, and goes on [I12]', async () => {
		const report = await assigned();
		const sent = await tablet.send(
			tablet.command('start', report, {}, { isVoid: true }),
			{ ...tablet.command('start', report), type: 'teleport' },
			tablet.command('addNote', report, plainArgs.addNote, { surprise: 1, deviceAt: -1 }),
			tablet.command('start', report)
		);
		expect(sent.results.map(({ outcome }) => outcome)).toEqual([
			'void',
			'deferred',
			'rejected',
			'applied'
		]);
		expect(sent.results[2]?.reason).toBe('malformed');
		const stored = await city.app.db.kysely
			.selectFrom('command')
			.select('payload')
			.where('replica', '=', tablet.replica)
			.where('n', '=', sent.results[2]?.n ?? 0)
			.executeTakeFirstOrThrow();
		expect(JSON.parse(stored.payload)).toHaveProperty('surprise', 1);
	});

	test('passes over what has no name and waits for it', async () => {
		const report = await assigned();
		const { n, ...nameless } = tablet.command('start', report);
		expect(await tablet.send(nameless, null, 7, [])).toMatchObject({ results: [] });
		expect((await tablet.send({ ...nameless, n })).results[0]?.outcome).toBe('applied');
	});

	test('loses only the command whose judging fails [F5]', async () => {
		const report = await assigned();
		const other = await assigned();
		const policy = await city.app.policy();
		const { category } = policy;
		let calls = 0;
		policy.category = (id) => {
			calls += 1;
			if (calls === 1) throw new Error('injected');
			return category(id);
		};
		const sent = await tablet.send(
			tablet.command('addNote', report),
			tablet.command('start', report),
			tablet.command('start', other)
		);
		policy.category = category;
		expect(sent.results.map(({ outcome }) => outcome)).toEqual(['applied', 'deferred', 'applied']);
		const after = await city.read(report.id);
		expect(after).toMatchObject({ status: 'assigned', rev: report.rev + 1 });
		expect((await city.read(other.id)).status).toBe('in_progress');
	});

	test('commits the good part and tells it when the disk fills up midway [B5, F6]', async () => {
		const report = await assigned();
		const notes = Array.from({ length: 4 }, () => tablet.command('addNote', report));
		const { app } = city;
		const full = Object.assign(new Error('disk full'), { code: '53100' });
		let calls = 0;
		// The whole fails, its first half goes through, the second half does not.
		const tx: typeof app.db.tx = (work) => {
			calls += 1;
			return calls === 2 ? app.db.tx(work) : Promise.reject(full);
		};
		const deps = { db: { ...app.db, tx }, now: app.now, newId: app.newId, policy: policyReader() };
		const fault = await applyCommands(deps, ali, tablet.replica, notes, nothingPending).catch(
			(error: unknown) => error
		);
		if (!(fault instanceof ExchangeFault)) throw fault;
		expect(fault.applied.results.map(({ n }) => n)).toEqual(notes.slice(0, 2).map(({ n }) => n));
		expect((await city.read(report.id)).notes).toHaveLength(2);
		const { results } = await tablet.send(...notes);
		expect(results.map(({ duplicate }) => duplicate)).toEqual([true, true, false, false]);
		expect((await city.read(report.id)).notes).toHaveLength(4);
	});

	test('stops at once and keeps nothing back when others stand in the way [F4]', async () => {
		const report = await assigned();
		const note = tablet.command('addNote', report);
		const { app } = city;
		const busy = Object.assign(new Error('locked'), { code: '40P01' });
		let calls = 0;
		const tx: typeof app.db.tx = () => {
			calls += 1;
			return Promise.reject(busy);
		};
		const deps = { db: { ...app.db, tx }, now: app.now, newId: app.newId, policy: policyReader() };
		const taken = applyCommands(deps, ali, tablet.replica, [note, note], nothingPending);
		await expect(taken).rejects.toMatchObject({ cause: busy, applied: { results: [] } });
		expect(calls).toBe(1);
		expect((await tablet.send(note)).results[0]?.duplicate).toBe(false);
	});

	test('applies at the next start what could not be judged [F9]', async () => {
		const report = await assigned();
		const policy = await city.app.policy();
		const { category } = policy;
		policy.category = () => {
			throw new Error('injected');
		};
		const start = tablet.command('start', report);
		const sent = await tablet.send(start);
		policy.category = category;
		expect(sent.results[0]).toMatchObject({ outcome: 'deferred', reason: 'broken' });
		const { db, now, newId } = city.app;
		const versions = await applyDeferred({ db, now, newId, policy: policyReader() });
		expect((await city.read(report.id)).status).toBe('in_progress');
		const { results } = await tablet.send(start);
		expect(results[0]).toMatchObject({ outcome: 'applied', duplicate: true, reason: null });
		expect(results[0]?.cover['user:ali']).toBe(versions.get('user:ali'));
	});

	test('gives no effect at the next start to what a device had sent that was closed meanwhile [F9, B7]', async () => {
		const report = await assigned();
		const lost = await city.device(ali, 'Lost');
		const policy = await city.app.policy();
		const { category } = policy;
		policy.category = () => {
			throw new Error('injected');
		};
		const start = lost.command('start', report);
		await lost.send(start);
		policy.category = category;
		const { db, now, newId } = city.app;
		await db.tx((tx) => revokeReplicas(tx, ali.id, lost.replica));
		await applyDeferred({ db, now, newId, policy: policyReader() });
		const { status, claims } = await city.read(report.id);
		expect({ status, claims }).toMatchObject({
			status: 'assigned',
			claims: [{ kind: 'time_worked', state: 'open', isEscrowed: true }]
		});
	});

	test('applies once what was kept raw and came again from a copied device [C20, F9]', async () => {
		const report = await assigned();
		const policy = await city.app.policy();
		const { category } = policy;
		policy.category = () => {
			throw new Error('injected');
		};
		const copy = await city.device(ali, 'Copy');
		const start = tablet.command('start', report);
		const again = { ...start, replica: copy.replica, n: (copy.n += 1) };
		await tablet.send(start);
		expect((await copy.send(again)).results[0]?.outcome).toBe('deferred');
		policy.category = category;
		const { db, now, newId } = city.app;
		await applyDeferred({ db, now, newId, policy: policyReader() });
		const events = await eventsOf(db.kysely, report.id);
		expect(events.map(({ kind }) => kind)).toEqual(['received', 'assigned', 'started']);
		const [result] = (await copy.send(again)).results;
		expect(result).toMatchObject({ outcome: 'applied', duplicate: true, reason: null });
	});

	test('keeps nothing raw because the database was away for a moment', async () => {
		const report = await assigned();
		const start = tablet.command('start', report);
		const { app } = city;
		const restarts = [
			Object.assign(new Error('terminating connection'), { code: '57P01' }),
			Object.assign(new Error('read'), { code: 'ECONNRESET' }),
			new Error('Connection terminated unexpectedly')
		];
		for (const gone of restarts) {
			let calls = 0;
			const tx: typeof app.db.tx = (work) => {
				calls += 1;
				return calls === 1 ? Promise.reject(gone) : app.db.tx(work);
			};
			const deps = {
				db: { ...app.db, tx },
				now: app.now,
				newId: app.newId,
				policy: policyReader()
			};
			const taken = applyCommands(deps, ali, tablet.replica, [start], nothingPending);
			await expect(taken).rejects.toMatchObject({ cause: gone, applied: { results: [] } });
		}
		expect((await tablet.send(start)).results[0]).toMatchObject({
			outcome: 'applied',
			duplicate: false
		});
	});

	test('takes commands of its owner only, none of a revoked replica [D7, B7]', async () => {
		const { app } = city;
		const report = await assigned();
		const captured = tablet.command('start', report);
		for (const raw of [[], [captured]]) {
			const foreign = await app.applyCommands(badr, tablet.replica, raw, nothingPending);
			expect(foreign).toEqual({ ok: false, reason: 'replica_unknown' });
		}
		expect((await city.read(report.id)).status).toBe('assigned');
		expect((await tablet.send(captured)).results[0]).toMatchObject({ duplicate: false });
		const lost = await city.device(ali);
		await app.db.kysely
			.updateTable('replica')
			.set({ status: 'revoked' })
			.where('id', '=', lost.replica)
			.execute();
		for (const raw of [[], [{ n: 1, id: 'x' }]]) {
			expect(await app.applyCommands(ali, lost.replica, raw, nothingPending)).toEqual({
				ok: false,
				reason: 'replica_revoked',
				lastN: 0
			});
		}
	});

	test('tells nobody that a report exists who never had it, and keeps and logs the attempt [D6]', async () => {
		const report = await assigned('badr');
		const warned = vi.spyOn(log, 'warn').mockReturnValue(undefined);
		const command = tablet.command('start', report);
		const forged = (await tablet.send(command)).results[0];
		const invented = await tablet.do('start', {
			...report,
			id: '01900000-0000-7000-8000-00000000dead'
		});
		const attempts = warned.mock.calls.map(([first]) => first);
		warned.mockRestore();
		expect(forged).toMatchObject({ outcome: 'rejected', reason: 'unknown_report', detail: null });
		expect({ ...forged, n: 0, id: '' }).toEqual({ ...invented, n: 0, id: '' });
		expect(attempts).toMatchObject([
			{ security: 'never_assigned', person: 'ali', id: command.id, reportId: report.id },
			{ security: 'never_assigned', person: 'ali' }
		]);
		const stored = city.app.db.kysely.selectFrom('command').select('payload');
		const row = await stored.where('id', '=', String(command.id)).executeTakeFirstOrThrow();
		expect(JSON.parse(row.payload)).toEqual(command);
		expect((await city.read(report.id)).status).toBe('assigned');
	});

	test('takes the state at its word: a command of a later one than it is based on waits for nobody', async () => {
		const report = await city.report();
		const officer = await city.device(huda);
		await supervisor.do('assign', report, { assigneeId: 'ali' });
		const stale = await officer.do('close', report, { outcome: 'duplicate', text: null });
		expect(stale).toMatchObject({ outcome: 'rejected', reason: 'stale' });
	});

	test('corrects the clock of the device and never leaves the bounds of its contacts [C19]', async () => {
		const report = await assigned();
		const device = await city.device(ali);
		const contactAt = city.now;
		await device.send();
		city.now += 3_600_000;
		const at = async (deviceAt: number, skewMs: number) => {
			const skew = { ms: skewMs, ageSeconds: 60 };
			const part = { deviceAt, skew, session: `session ${deviceAt}` };
			const command = device.command('addNote', report, plainArgs.addNote, part);
			await device.send(command);
			const events = await eventsOf(city.app.db.kysely, report.id);
			const event = events.find(({ command_id }) => command_id === command.id);
			return { at: event?.at, doubtful: event?.clock_doubtful, raw: event?.device_at };
		};
		const threeHours = 3 * 3_600_000;
		const told = city.now - 600_000;
		expect(await at(told + threeHours, -threeHours)).toEqual({
			at: told,
			doubtful: 1,
			raw: told + threeHours
		});
		expect(await at(city.now + threeHours, 0)).toMatchObject({ at: city.now, doubtful: 1 });
		city.now += 60_000;
		expect(await at(city.now - 1000, 0)).toMatchObject({ at: city.now - 1000, doubtful: 0 });
		const yesterday = city.now - 2 * 86_400_000;
		expect((await at(yesterday, 0)).at).toBeGreaterThanOrEqual(contactAt);
	});

	test('marks what was done after a clock was set back, and keeps the order of the counter [C19]', async () => {
		const report = await assigned();
		const device = await city.device(ali);
		await device.send();
		city.now += 7_200_000;
		const began = city.now - 3_600_000;
		const note = (text: string, deviceAt: number, monoMs: number) =>
			device.command('addNote', report, { text }, { deviceAt, monoMs });
		await device.send(note('first', began + 1_800_000, 0));
		await device.send(note('second', began, 60_000), note('third', began + 1_000, 61_000));
		const events = (await eventsOf(city.app.db.kysely, report.id)).slice(-3);
		expect(events.map(({ clock_doubtful: mark }) => mark)).toEqual([0, 1, 1]);
		const { notes } = await city.read(report.id);
		expect(notes.map(({ text }) => text)).toEqual(['first', 'second', 'third']);
	});

	test('chains the events of a report, so that a change or a gap shows', async () => {
		const report = await assigned();
		await tablet.do('start', report);
		await tablet.do('addNote', report);
		const events = await eventsOf(city.app.db.kysely, report.id);
		expect(events.map(({ kind }) => kind)).toEqual(['received', 'assigned', 'started', 'noted']);
		expect(brokenLink(events)).toBeNull();
		const forged = events.map((event) =>
			event.seq === 2 ? { ...event, body: event.body?.replace('ali', 'badr') ?? null } : event
		);
		expect(brokenLink(forged)?.seq).toBe(2);
		expect(brokenLink(events.filter(({ seq }) => seq !== 3))?.seq).toBe(4);
		const erased = events.map((event) => ({ ...event, body: null }));
		expect(brokenLink(erased)).toBeNull();
	});
});
