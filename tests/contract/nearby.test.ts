/** What is open in the team around a report: told to whoever has it in hand, and no more than that. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { searchResult } from '../../src/lib/protocol/online';
import { anAssignment, aPerson, aReport } from '../support/builders';
import { startPostgres, type TestPostgres } from '../support/postgres';
import { engines } from './http-support';
import { openService, settle, type Service } from './http-service';

const ali = aPerson('inspector', { id: 'ali', userName: 'ali', areas: ['/muscat/seeb/'] });
const badr = aPerson('inspector', { id: 'badr', userName: 'badr' });
const salma = aPerson('supervisor', { id: 'salma', userName: 'salma' });

const mine = aReport({ status: 'assigned', assignment: anAssignment({ assigneeId: 'ali' }) });
let serial = 1;
const around = (name: string, metresNorth: number, part: Parameters<typeof aReport>[0] = {}) => {
	serial += 1;
	const id = `01900000-0000-7000-8000-${String(serial).padStart(12, '0')}`;
	const lat = mine.lat + metresNorth / 111_195;
	return aReport({ id, number: `MM-26-${id.slice(-6)}`, description: name, lat, ...part });
};
const reports = [
	mine,
	around('second', 90),
	around('first', -30, { status: 'in_progress', assignment: anAssignment({ assigneeId: 'badr' }) }),
	around('too far', 160),
	around('closed', 10, { status: 'closed', outcome: 'fixed' }),
	around('of another team', 10, { teamId: 'team-2' }),
	around('outside the own areas', 10, { areaPath: '/muscat/bawshar/' })
];

describe.each(engines)('what is open around a report, on %s', (engine) => {
	let service: Service;
	let postgres: TestPostgres | { skip: string } | undefined;
	const dataDir = mkdtempSync(join(tmpdir(), 'maydan-nearby-'));

	beforeAll(async () => {
		postgres = engine === 'postgres' ? await startPostgres() : undefined;
		if (postgres !== undefined && 'skip' in postgres) return;
		service = await openService({ DATA_DIR: dataDir, DATABASE_URL: postgres?.url ?? '' });
		await settle(service.app, [ali, badr, salma], reports);
	});
	beforeEach(({ skip }) => {
		if (postgres !== undefined && 'skip' in postgres) skip(postgres.skip);
	});
	afterAll(async () => {
		await service?.close();
		if (postgres !== undefined && 'stop' in postgres) await postgres.stop();
		rmSync(dataDir, { recursive: true, force: true });
	});

	const ask = async (person: typeof ali) =>
		service.ask(`/api/reports/${mine.id}/nearby`, { cookie: await service.signIn(person) });

	test('is told to its inspector: open ones of the own team within the own areas, nearest first', async () => {
		const found = searchResult.parse(await (await ask(ali)).json());
		expect(found.map(({ description }) => description)).toEqual(['first', 'second']);
	});

	test('is not told to a colleague who has not got the report, nor to a desk that has its own list', async () => {
		expect((await ask(badr)).status).toBe(404);
		expect((await ask(salma)).status).toBe(404);
	});
});
