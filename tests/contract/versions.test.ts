/**
 * Messages as older builds sent them. Each released protocol has its recording in `fixtures`; a
 * recording is never changed, only added to.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Upcasters } from '../../src/lib/domain/report/upcast';
import { parseCommand } from '../../src/lib/domain/report/command';
import { syncRequest, type SyncRequest } from '../../src/lib/protocol/sync';
import { newId } from '../../src/lib/server/clock';
import { readCommands } from '../../src/lib/server/usecases/read-command';
import { ali } from '../support/builders';
import { TestCity } from './sync-support';

const recorded = (name: string): SyncRequest => {
	const file = join(import.meta.dirname, 'fixtures', `${name}.json`);
	return syncRequest.parse(JSON.parse(readFileSync(file, 'utf8')));
};

describe('a device of protocol 1', () => {
	const request = recorded('protocol-1');

	it('is understood in every command that it knew [I1]', () => {
		const readings = readCommands(request.replica, request.commands);
		expect(readings).toHaveLength(24);
		for (const { reading } of readings) expect(reading).toMatchObject({ kind: 'command' });
	});

	it('hands in thirty commands and gets an answer to each, once [I1]', async () => {
		const city = await TestCity.open({ dataDir: ':memory:' });
		const tablet = await city.device(ali);
		const report = await city.report();
		const [note] = request.commands.filter(isNote);
		const commands = Array.from({ length: 30 }, (_, i) => ({
			...note,
			...{ replica: tablet.replica, n: i + 1, id: newId(), reportId: report.id }
		}));
		const first = await tablet.send(...commands);
		expect(first.results).toHaveLength(30);
		expect(first.results.every(({ reason }) => reason !== 'malformed')).toBe(true);
		expect((await tablet.send(...commands)).results.every(({ duplicate }) => duplicate)).toBe(true);
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
		['a field of the envelope', { mood: 'calm' }]
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

it('has a step for each older shape that a test can think of', () => {
	const steps: Upcasters = {
		'addNote@0': ({ args }) => ({ type: 'addNote', typeVersion: 1, args: { text: String(args) } })
	};
	const [note] = recorded('protocol-1').commands.filter(isNote);
	const old = { ...note, typeVersion: 0, args: 'بلا حقل' };
	expect(parseCommand(old as unknown as Parameters<typeof parseCommand>[0], steps)).toMatchObject({
		ok: true,
		command: { args: { text: 'بلا حقل' } }
	});
});
