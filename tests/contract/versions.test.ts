/**
 * Messages as older builds sent and heard them, and devices of the future. Each released protocol has
 * its recordings in `fixtures`: every command type by itself, and a day of devices (made by
 * `fixtures/record.ts`). A recording is never changed, only added to.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isReport } from '../../src/lib/client/sync/report-body';
import { commandEnvelope, parseCommand } from '../../src/lib/domain/report/command';
import type * as upcasting from '../../src/lib/domain/report/upcast';
import type { Report } from '../../src/lib/domain/report/report';
import { syncRequest, syncResponse } from '../../src/lib/protocol/sync';
import { oldestProtocolVersion, protocolVersion } from '../../src/lib/protocol/version';
import { newId } from '../../src/lib/server/clock';
import { addReplica } from '../../src/lib/server/repositories/replicas';
import { addReports } from '../../src/lib/server/repositories/reports';
import { readCommands } from '../../src/lib/server/usecases/read-command';
import { ali, plainArgs, salma } from '../support/builders';
import { bothEngines, engines, nothingPending, people, TestCity } from './sync-support';

/** A shape that no build ever had: notes as bare texts, under another name. */
vi.mock('../../src/lib/domain/report/upcast', async (original) => ({
	...(await original<typeof upcasting>()),
	upcasters: {
		...(await original<typeof upcasting>()).upcasters,
		'remark@1': ({ args }: { args: unknown }) => ({
			type: 'addNote',
			typeVersion: 1,
			args: { text: String(args) }
		})
	}
}));

const read = (name: string): unknown =>
	JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', `${name}.json`), 'utf8'));

interface Day {
	reports: Report[];
	replicas: { id: string; user_id: string; device_name: string; created_at: number }[];
	/** What the server took, in its order. */
	day: (
		| { at: number; person: string; replica: string; commands: unknown[]; results: unknown[] }
		| { at: number; sha256: string }
	)[];
	answers: unknown[];
}

const opened = bothEngines();
afterAll(() => opened.close());

describe('a device of protocol 1', () => {
	const request = syncRequest.parse(read('protocol-1'));
	const day = read('protocol-1-day') as Day;

	it('is understood in every command that it knew [I1]', () => {
		const readings = readCommands(request.replica, request.commands);
		expect(readings).toHaveLength(24);
		for (const { reading } of readings) expect(reading).toMatchObject({ kind: 'command' });
	});

	it('spoke so that a device of today would understand its server [C15]', () => {
		expect(day.answers).toHaveLength(12);
		for (const answer of day.answers) {
			const { changes } = syncResponse.parse(answer);
			const reports = changes.entries.flatMap((entry) =>
				entry.op === 'put' && entry.kind === 'report' ? [entry.body] : []
			);
			for (const body of reports) expect(isReport(body)).toBe(true);
		}
	});

	it.for(engines)('brings about what it did on its day, on %s', async (engine, context) => {
		const settings = await opened.open(engine);
		if ('skip' in settings) return context.skip(settings.skip);
		const city = await TestCity.open(settings);
		await city.app.db.tx(async (tx) => {
			const head = { seq: 0, hash: '' };
			await addReports(
				tx,
				day.reports.map((report) => ({ report, head }))
			);
			for (const replica of day.replicas) {
				await addReplica(tx, { ...replica, install: newId(), secret: 'secret' });
			}
		});
		for (const step of day.day) {
			city.now = step.at;
			if ('sha256' in step) {
				await city.app.markPhotoStored(step.sha256);
				continue;
			}
			const person = people.find(({ id }) => id === step.person) ?? ali;
			const { commands, replica } = step;
			const applied = await city.app.applyCommands(person, replica, commands, nothingPending);
			const results = applied.ok ? applied.results.map(({ n, outcome }) => [n, outcome]) : [];
			expect(results).toEqual(step.results);
		}
		await city.app.close();
	});

	it.for(engines)(
		'hands in thirty commands, one of an older shape, and all are applied once, on %s [I1]',
		async (engine, context) => {
			const settings = await opened.open(engine);
			if ('skip' in settings) return context.skip(settings.skip);
			const city = await TestCity.open(settings);
			const tablet = await city.device(ali);
			const report = await city.report();
			await (await city.device(salma)).do('assign', report, { assigneeId: 'ali' });
			const [note] = request.commands.filter(isNote);
			const base = { rev: report.rev, assignEpoch: 1 };
			const commands = Array.from({ length: 30 }, (_, i) => ({
				...{ ...note, replica: tablet.replica, n: i + 1, id: newId(), reportId: report.id, base },
				...(i === 12 ? { type: 'remark', args: 'ملاحظة بلا حقل' } : {})
			}));
			const first = await tablet.send(...commands);
			expect(first.results.map(({ outcome }) => outcome)).toEqual(Array(30).fill('applied'));
			expect((await tablet.send(...commands)).results.every(({ duplicate }) => duplicate)).toBe(
				true
			);
			const { notes } = await city.read(report.id);
			expect(notes).toHaveLength(30);
			expect(notes[12]?.text).toBe('ملاحظة بلا حقل');
			await city.app.close();
		}
	);

	it('is kept as it came, whatever it was brought to', async () => {
		const city = await TestCity.open({ dataDir: ':memory:' });
		const tablet = await city.device(ali);
		const old = tablet.command('addNote', await city.report(), plainArgs.addNote, {
			...{ type: 'remark', args: 'قديم' }
		});
		await tablet.send(old);
		const row = city.app.db.kysely.selectFrom('command').select('payload');
		expect(JSON.parse((await row.executeTakeFirstOrThrow()).payload)).toEqual(old);
		await city.app.close();
	});
});

const isNote = (command: unknown): command is Record<string, unknown> =>
	typeof command === 'object' &&
	command !== null &&
	'type' in command &&
	command.type === 'addNote';

describe('a device that is newer than this server [F9]', () => {
	let city: TestCity;
	beforeAll(async () => {
		city = await TestCity.open({ dataDir: ':memory:' });
	});
	afterAll(() => city.app.close());

	it.each([
		['a type', { type: 'dream' }],
		['a version of a type', { typeVersion: 9 }],
		['a field of the envelope', { mood: 'calm' }],
		['a field inside the envelope', { base: { rev: 1, assignEpoch: 1, mood: 'calm' } }]
	])('keeps its work when it does not know %s', async (_what, part) => {
		const tablet = await city.device(ali);
		const report = await city.report();
		const newer = tablet.command('addNote', report, { text: 'x' }, part);
		const { results } = await tablet.send(newer, tablet.command('addNote', report, { text: 'y' }));
		expect(results.map(({ outcome }) => outcome)).toEqual(['deferred', 'rejected']);
		const row = await city.app.db.kysely
			.selectFrom('command')
			.select('payload')
			.where('id', '=', String(newer.id))
			.executeTakeFirstOrThrow();
		expect(JSON.parse(row.payload)).toEqual(newer);
	});
});

it('answers pages to this protocol and the two before it, and takes work of any', () => {
	expect(oldestProtocolVersion).toBe(Math.max(1, protocolVersion - 2));
	const older = { ...(read('protocol-1') as object), protocol: 0 };
	expect(syncRequest.safeParse(older).success).toBe(true);
});

it('has a step for each older shape that a test can think of', () => {
	const [note] = syncRequest.parse(read('protocol-1')).commands.filter(isNote);
	const old = commandEnvelope.parse({ ...note, type: 'remark', args: 'بلا حقل' });
	expect(parseCommand(old)).toMatchObject({
		ok: true,
		command: { type: 'addNote', args: { text: 'بلا حقل' } }
	});
});
