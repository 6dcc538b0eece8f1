/** A CSV of another system becomes reports: nothing fatal, nothing twice; real exports where they are at hand. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statusTable } from '../../src/lib/domain/report/lifecycle';
import type { Report } from '../../src/lib/domain/report/report';
import { loadProfile } from '../../src/lib/server/city/load-profile';
import { newId } from '../../src/lib/server/clock';
import { connect, type Database } from '../../src/lib/server/db/connect';
import { migrate } from '../../src/lib/server/db/migrate';
import {
	importFile,
	judgeFile,
	type ImportJob,
	type RejectedRow
} from '../../src/lib/server/intake/csv/import-file';
import { CsvFileError } from '../../src/lib/server/intake/csv/read-file';
import { countReports } from '../../src/lib/server/repositories/reports';
import { installCity, policyReader } from '../../src/lib/server/usecases/ref-data';

const dir = mkdtempSync(join(tmpdir(), 'maydan-import-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const now = Date.UTC(2026, 10, 24, 4, 0);
const columns =
	'CaseID,Opened,Closed,Updated,Status,StatusNotes,ResponsibleAgency,Category,RequestType,RequestDetails,Address,SupervisorDistrict,Neighborhood,Latitude,Longitude,Source';
const line = (
	id: number,
	part: { closed?: string; status?: string; category?: string; lat?: string; street?: string } = {}
) =>
	`${id},2015-07-01T08:00:00,${part.closed ?? ''},2015-07-01T08:00:00,${part.status ?? 'Open'},,DPW,${part.category ?? 'Graffiti Public Property'},Graffiti on wall,Detail,${part.street ?? '"1 MAIN ST, SAN FRANCISCO"'},9,Mission,${part.lat ?? '37.7642'},-122.4206,Voice In`;

const city = loadProfile('san-francisco');
const jobFor = (file: string, rejects: RejectedRow[] = []): ImportJob => ({
	file,
	loaded: city,
	mapping: city.mapping('sf311'),
	now,
	onReject: (row) => rejects.push(row),
	onProgress: () => undefined
});

async function emptyCity(loaded = city): Promise<Database> {
	const database = connect({ dataDir: mkdtempSync(join(dir, 'db-')) });
	await migrate(database);
	await database.tx((tx) => installCity(tx, loaded, now));
	return database;
}
const deps = (db: Database) => ({ db, now: () => now, newId, policy: policyReader() });
const bodies = async (db: Database): Promise<Report[]> =>
	(await db.kysely.selectFrom('report').select('body').execute()).map(({ body }) =>
		JSON.parse(body)
	);

describe('an import', () => {
	let database: Database;
	beforeAll(async () => {
		database = await emptyCity();
		return () => database.close();
	});

	it('rejects bad rows by reason and line, and takes in the rest once, however often it runs', async () => {
		const file = join(dir, 'cases.csv.gz');
		const rows = [
			columns,
			line(1),
			line(2, { status: 'Closed', closed: '2015-07-03T10:00:00' }),
			line(3, { status: 'Closed', closed: '2015-06-30T10:00:00' }),
			line(4, { lat: '' }),
			line(5, { category: 'Something new' }),
			'6,2015-07-01T08:00:00,too few columns',
			line(1)
		];
		const broken = Buffer.concat([
			Buffer.from(line(8)),
			Buffer.from([0xff, 0xfe]),
			Buffer.from('\n')
		]);
		writeFileSync(file, gzipSync(Buffer.concat([Buffer.from(`${rows.join('\n')}\n`), broken])));
		const rejects: RejectedRow[] = [];
		const judged = await judgeFile(jobFor(file, rejects));
		expect(judged).toMatchObject({ rows: 8, accepted: 4, open: 3, closed: 1, unknownCategory: 1 });
		expect(rejects.map(({ line, reason }) => [line, reason])).toEqual([
			[4, 'closed_before_opened'],
			[5, 'no_coordinates'],
			[7, 'wrong_column_count'],
			[9, 'broken_encoding']
		]);
		expect((await importFile(jobFor(file), deps(database))).taken).toEqual({
			stored: 3,
			repeated: 1
		});
		expect((await importFile(jobFor(file), deps(database))).taken).toEqual({
			stored: 0,
			repeated: 4
		});
		expect(await countReports(database.kysely)).toBe(3);
	});

	it('counts the due time of open reports from the import and closes what was closed', async () => {
		const reports = await bodies(database);
		const open = reports.filter(({ status }) => statusTable[status].isOpen);
		expect(open).toHaveLength(2);
		expect(
			open.every(
				({ clockFromAt, dueAt, rev }) => clockFromAt === now && (dueAt ?? 0) > now && rev === 1
			)
		).toBe(true);
		const [closed] = reports.filter(({ status }) => !statusTable[status].isOpen);
		expect(closed).toMatchObject({ outcome: 'fixed', endedAt: Date.UTC(2015, 6, 3, 17, 0) });
	});

	it('refuses a file without the mapped columns, and one that is not there', async () => {
		const file = join(dir, 'other.csv');
		writeFileSync(file, 'a,b\n1,2\n');
		await expect(judgeFile(jobFor(file))).rejects.toThrow(/lacks the column "CaseID"/);
		await expect(judgeFile(jobFor(join(dir, 'absent.csv')))).rejects.toThrow(CsvFileError);
	});
});

/** Real exports lie beside the project on some machines; MAYDAN_SAMPLES names another folder. */
const samples = process.env.MAYDAN_SAMPLES ?? resolve('../shared/data');
const sampleOf = (folder: string) => {
	const path = join(samples, folder);
	const name = existsSync(path)
		? readdirSync(path).find((file) => /\.csv(\.gz)?$/.test(file))
		: undefined;
	return name === undefined ? undefined : join(path, name);
};

describe.each([
	{ folder: 'sf311', profile: 'san-francisco', mapping: 'sf311', rows: 14_312, least: 14_000 },
	{ folder: 'nyc311_sample', profile: 'new-york', mapping: 'nyc311', rows: 1000, least: 850 }
])('the real export $folder', ({ folder, profile, mapping, rows, least }) => {
	it('is taken in whole but for rows that cannot be placed or dated', async (context) => {
		const file = sampleOf(folder);
		if (file === undefined) return context.skip(`${folder} is not there: set MAYDAN_SAMPLES`);
		const loaded = loadProfile(profile);
		const database = await emptyCity(loaded);
		const job = { ...jobFor(file), loaded, mapping: loaded.mapping(mapping) };
		const summary = await importFile(job, deps(database));
		expect(summary.rows).toBe(rows);
		expect(summary.accepted).toBeGreaterThan(least);
		const rejected = [...summary.rejected.values()].reduce((sum, count) => sum + count, 0);
		expect(summary.accepted + rejected).toBe(rows);
		expect(summary.taken).toEqual({ stored: summary.accepted, repeated: 0 });
		expect(await countReports(database.kysely)).toBe(summary.accepted);
		await database.close();
	});
});
