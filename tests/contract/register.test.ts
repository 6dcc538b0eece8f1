/** Reports found on the way, and messages, on both engines: from the command to every feed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isReportNumber } from '../../src/lib/domain/report/number';
import type { Report } from '../../src/lib/domain/report/report';
import { newId } from '../../src/lib/server/clock';
import { brokenLink, eventsOf } from '../../src/lib/server/repositories/events';
import { publishPeople } from '../../src/lib/server/usecases/ref-data';
import { setActive } from '../../src/lib/server/usecases/manage-people';
import { mayRead } from '../../src/lib/server/usecases/readable-report';
import { ali, badr, plainArgs, salma } from '../support/builders';
import { bothEngines, engines, TestCity, type TestDevice } from './sync-support';

const opened = bothEngines();
afterAll(() => opened.close());

describe.each(engines)('a report found on the way on %s', (engine) => {
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

	type Found = Partial<(typeof plainArgs)['register']>;
	/** A report that nobody has begun yet, as its device names it. */
	const unbegun = () => ({ id: newId(), rev: 0, assignEpoch: 0 }) as Report;
	const registerOn = (device: TestDevice, at: Report, args: Found = {}) =>
		device.command('register', at, { ...plainArgs.register, ...args });
	const register = async (args: Found = {}) => {
		const at = unbegun();
		const { results } = await tablet.send(registerOn(tablet, at, args));
		expect(results).toMatchObject([{ outcome: 'applied', reason: null }]);
		return city.read(at.id);
	};

	test('gets its number, its team and its history when it arrives, and stands in both feeds [48]', async () => {
		const report = await register();
		expect(isReportNumber(report.number)).toBe(true);
		expect(report).toMatchObject({ teamId: 'team-1', routedBy: 'seeb', channelId: 'field' });
		const events = await eventsOf(city.app.db.kysely, report.id);
		expect(events.map(({ kind, actor_id }) => [kind, actor_id])).toEqual([['received', 'ali']]);
		expect(brokenLink(events)).toBeNull();
		for (const device of [tablet, supervisor]) {
			await device.pull();
			expect(device.rows.get(`report ${report.id}`)?.body.number).toBe(report.number);
		}
	});

	test('takes the photos that come with it in the same exchange', async () => {
		const at = unbegun();
		const sha256 = 'd'.repeat(64);
		const photo = { ...plainArgs.addPhoto, kind: 'reporter' as const, sha256 };
		const { results } = await tablet.send(
			registerOn(tablet, at),
			tablet.command('addPhoto', { ...at, rev: 1 }, photo)
		);
		expect(results.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
		expect((await city.read(at.id)).photos).toMatchObject([{ sha256, state: 'awaited' }]);
		expect(Object.keys(results[0]?.cover ?? {})).toContain('user:ali');
	});

	test('is one report for ever, sent again, doubled or by a copied device [A3, A5, C20]', async () => {
		const at = unbegun();
		const command = registerOn(tablet, at);
		const twice = await Promise.all([tablet.send(command), tablet.send(command)]);
		expect(twice.map(({ results }) => results[0]?.duplicate).sort()).toEqual([false, true]);
		const copy = await city.device(ali);
		const again = await copy.send({ ...command, replica: copy.replica, n: 1 });
		expect(again.results).toMatchObject([{ outcome: 'applied', duplicate: true }]);
		const report = await city.read(at.id);
		expect(report.rev).toBe(1);
		expect(await eventsOf(city.app.db.kysely, at.id)).toHaveLength(1);
	});

	test('costs no number where it is refused', async () => {
		const { number: before } = await register();
		const { results } = await tablet.send(registerOn(tablet, unbegun(), { lat: 10 }));
		expect(results).toMatchObject([{ outcome: 'rejected', reason: 'outside_city' }]);
		const { number: after } = await register();
		const serial = (number: string) => Number(number.split('-')[2]);
		expect(serial(after)).toBe(serial(before) + 1);
	});

	test('is worked on at once by who takes it, in the same exchange', async () => {
		const at = unbegun();
		const own = { ...at, rev: 2, assignEpoch: 1 };
		const { results } = await tablet.send(
			registerOn(tablet, at, { takesIt: true }),
			tablet.command('start', own)
		);
		expect(results.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
		const report = await city.read(at.id);
		expect(report).toMatchObject({ status: 'in_progress', assignment: { assigneeId: 'ali' } });
		const note = { ...own, rev: report.rev };
		expect((await tablet.do('addNote', note)).outcome).toBe('applied');
	});

	test('stays in the view of its author while somebody else works on it, and is readable to nobody else', async () => {
		const report = await register();
		await supervisor.do('assign', report, { assigneeId: 'badr' });
		await tablet.pull();
		expect(tablet.rows.get(`report ${report.id}`)?.body.status).toBe('assigned');
		const stands = await city.read(report.id);
		const carol = { ...badr, id: 'carol' };
		expect([ali, badr, carol].map((person) => mayRead(person, stands))).toEqual([
			true,
			true,
			false
		]);
	});

	test('is withdrawn by an undo that comes after it, while nobody has acted on it', async () => {
		const report = await register();
		const [last] = await eventsOf(city.app.db.kysely, report.id);
		const args = { commandId: last?.command_id ?? '', elapsedMs: 3000 };
		expect((await tablet.do('undo', report, args)).outcome).toBe('applied');
		expect(await city.read(report.id)).toMatchObject({ status: 'closed', outcome: 'withdrawn' });
		const other = await register();
		await supervisor.do('assign', other, { assigneeId: 'badr' });
		const [first] = await eventsOf(city.app.db.kysely, other.id);
		const late = { commandId: first?.command_id ?? '', elapsedMs: 3000 };
		expect(await tablet.do('undo', other, late)).toMatchObject({ reason: 'undo_too_late' });
	});

	test('under the id of a report that is there changes nothing and tells nothing [D6]', async () => {
		const foreign = await city.report();
		const { results } = await tablet.send(registerOn(tablet, { ...foreign, rev: 0 }));
		expect(results).toMatchObject([{ outcome: 'rejected', reason: 'unknown_report' }]);
		expect(await city.read(foreign.id)).toEqual(foreign);
	});

	test('is taken in for the office when it is handed in after access had ended [D3]', async () => {
		const dina = { ...ali, id: 'dina', userName: 'dina' };
		await city.app.db.tx((tx) => publishPeople(tx, [dina], { isDemo: true, at: city.now }));
		const lost = await city.device(dina);
		const at = unbegun();
		const raw = [
			registerOn(lost, at, { takesIt: true }),
			lost.command('addPhoto', { ...at, rev: 2, assignEpoch: 1 }, plainArgs.addPhoto)
		];
		await setActive(city.app.db, 'dina', false, city.now);
		const gone = { ...dina, active: false };
		const taken = await city.app.applyHandedIn(gone, lost.replica, raw, 'escrow');
		if (!taken.ok) throw new Error(taken.reason);
		expect(taken.results.map(({ outcome }) => outcome)).toEqual(['claim', 'claim']);
		const report = await city.read(at.id);
		expect(report).toMatchObject({ status: 'received', assignment: null, teamId: 'team-1' });
		expect(report.photos).toHaveLength(1);
	});

	test('carries messages both ways, and a question until it is answered', async () => {
		const report = await register({ takesIt: true });
		const asked = { text: 'هل أغلق الشارع؟', isQuestion: true };
		expect((await tablet.do('sendMessage', report, asked)).outcome).toBe('applied');
		await supervisor.pull();
		expect(supervisor.rows.get(`report ${report.id}`)?.body.messages).toMatchObject([asked]);
		// It saw nothing of what was done meanwhile, and is not stale by it.
		await tablet.do('start', await city.read(report.id));
		const said = { text: 'نعم، أغلقه', isQuestion: false };
		expect((await supervisor.do('sendMessage', report, said)).outcome).toBe('applied');
		await tablet.pull();
		const messages = tablet.rows.get(`report ${report.id}`)?.body.messages;
		expect(messages).toMatchObject([asked, { ...said, actorId: 'salma', isFromOffice: true }]);
	});

	test('keeps a message of an inspector who has lost the job meanwhile, marked late [E1]', async () => {
		const report = await register({ takesIt: false });
		await supervisor.do('assign', report, { assigneeId: 'badr' });
		const seen = await city.read(report.id);
		const other = await city.device(badr);
		const message = other.command('sendMessage', seen);
		await supervisor.do('unassign', seen);
		expect((await other.send(message)).results).toMatchObject([{ outcome: 'applied' }]);
		expect((await city.read(report.id)).messages).toMatchObject([
			{ actorId: 'badr', isLate: true }
		]);
	});
});
