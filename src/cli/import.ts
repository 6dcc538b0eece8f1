/**
 * `import`: a CSV of service requests from another system becomes reports. Every row is judged
 * before the first is stored; `--dry-run` stops there.
 */
import { createWriteStream, mkdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { Command } from 'commander';
import { loadProfile } from '$lib/server/city/load-profile';
import { newId } from '$lib/server/clock';
import type { Database } from '$lib/server/db/connect';
import {
	importFile,
	judgeFile,
	type ImportJob,
	type ImportSummary,
	type RejectedRow
} from '$lib/server/intake/csv/import-file';
import { CsvFileError } from '$lib/server/intake/csv/read-file';
import { policyReader } from '$lib/server/usecases/ref-data';
import { holdDirectory } from './hold-directory';
import { holdsCity, openDatabase } from './open-database';
import { Refusal } from './refusal';
import { seedDemo } from './seed';
import { readDemoSettings } from './settings';

interface ImportOptions {
	profile: string;
	mapping: string;
	dryRun: boolean;
	rejects?: string;
}

/** Adds `import` to the program. */
export function registerImport(program: Command): void {
	program
		.command('import <file>')
		.description('take in a CSV of service requests, plain or .gz; can be repeated')
		.requiredOption('--profile <city>', 'a profile name or folder')
		.requiredOption('--mapping <name>', 'a mapping of that profile')
		.option('--dry-run', 'judge every row and store nothing', false)
		.option('--rejects <file>', 'where refused rows are listed with line and reason')
		.action(runImport);
}

async function runImport(file: string, options: ImportOptions): Promise<void> {
	const settings = readDemoSettings(process.env);
	const loaded = loadProfile(options.profile);
	const rejectsFile = resolve(
		options.rejects ?? join(settings.dataDir, 'imports', `${basename(file)}.rejects.csv`)
	);
	const job = {
		file,
		loaded,
		mapping: loaded.mapping(options.mapping),
		now: Date.now(),
		onReject: () => undefined
	};
	try {
		const rejects = openRejects(rejectsFile);
		const judged = await timed((onProgress) =>
			judgeFile({ ...job, onProgress, onReject: rejects.add })
		);
		await rejects.close();
		tell(judged, rejectsFile);
		if (options.dryRun) return console.log('Dry run: nothing was stored.');
		const held = holdDirectory(settings.dataDir);
		if (held !== null) throw new Refusal(held);
		const database = await openDatabase(settings);
		try {
			await store(database, job, options.profile, settings.dataDir);
		} finally {
			await database.close();
		}
	} catch (error) {
		throw error instanceof CsvFileError ? new Refusal(error.message) : error;
	}
}

/** An empty database gets the city first, so that one command makes it ready. */
async function store(
	database: Database,
	job: Omit<ImportJob, 'onProgress'>,
	profile: string,
	dataDir: string
): Promise<void> {
	if (!(await holdsCity(database))) {
		console.log(`Installing the city "${profile}" with its demo people ...`);
		const onProgress = (text: string) => console.log(`  ${text}`);
		await seedDemo(database, {
			profile,
			seed: 'maydan',
			stress: 1,
			now: job.now,
			dataDir,
			onProgress
		});
	}
	await checkCity(database, job);
	const deps = { db: database, now: () => job.now, newId, policy: policyReader() };
	const { taken } = await timed((onProgress) => importFile({ ...job, onProgress }, deps));
	console.log(`Stored ${taken?.stored ?? 0} reports; ${taken?.repeated ?? 0} were here already.`);
}

async function checkCity(
	database: Database,
	{ loaded }: Omit<ImportJob, 'onProgress'>
): Promise<void> {
	const policy = await database.tx(policyReader());
	if (policy.profile.id === loaded.profile.id) return;
	throw new Refusal(
		`This database holds the city "${policy.profile.id}", not "${loaded.profile.id}": name another DATA_DIR.`
	);
}

async function timed(
	work: (onProgress: (rows: number) => void) => Promise<ImportSummary>
): Promise<ImportSummary> {
	const startedAt = performance.now();
	const rate = (rows: number) =>
		Math.round(rows / Math.max(0.001, (performance.now() - startedAt) / 1000));
	const summary = await work((rows) => {
		if (process.stdout.isTTY) process.stdout.write(`\r  ${rows} rows, ${rate(rows)} rows/s `);
	});
	console.log(
		`${process.stdout.isTTY ? '\r' : ''}  ${summary.rows} rows, ${rate(summary.rows)} rows/s`
	);
	return summary;
}

function tell(summary: ImportSummary, rejectsFile: string): void {
	console.log(
		`  ${summary.accepted} can be taken in: ${summary.open} open, ${summary.closed} closed`
	);
	for (const [reason, count] of summary.rejected) console.log(`  ${count} rejected: ${reason}`);
	if (summary.unknownCategory > 0) {
		console.log(
			`  Warning: ${summary.unknownCategory} have a category the mapping does not know and go to "other"`
		);
	}
	if (summary.rejected.size > 0) console.log(`  Rejected rows are listed in ${rejectsFile}`);
}

function openRejects(path: string) {
	mkdirSync(dirname(path), { recursive: true });
	const out = createWriteStream(path);
	out.write('line,reference,reason,value\n');
	return {
		add: ({ line, reference, reason, value }: RejectedRow) => {
			out.write(stringify([[line, reference, reason, value]], { escape_formulas: true }));
		},
		close: () => new Promise<void>((done) => out.end(done))
	};
}
