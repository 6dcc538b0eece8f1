/**
 * Imports a CSV export of another system: once over the file to judge it, or once to store it.
 *
 * 1. Nothing in a row stops the file: a row is stored, known already, or rejected with its reason.
 * 2. A reference is taken in once for ever, so the same file can be imported again.
 * 3. Open reports become `received` and their clocks count from the import; closed ones come in
 *    closed, with the times of the other system.
 */
import { createAreaFinder } from '$lib/domain/geo/area-of-point';
import type { LoadedProfile } from '../../city/load-profile';
import type { ImportMapping } from '../../city/mapping';
import {
	takeInReports,
	type ReportToTakeIn,
	type TakeInDeps,
	type TakenIn
} from '../../usecases/take-in-report';
import { readCsvFile } from './read-file';
import { createRowReader, type ImportedRow, type RejectReason } from './read-row';

export interface RejectedRow {
	/** Line in the file; the header is line 1. */
	line: number;
	reference: string;
	reason: RejectReason;
	value: string;
}

export interface ImportSummary {
	rows: number;
	/** Rows that can be taken in. */
	accepted: number;
	open: number;
	closed: number;
	rejected: ReadonlyMap<RejectReason, number>;
	/** Rows whose category the mapping does not know; they go to "other". */
	unknownCategory: number;
	/** Not known before a dry run. */
	taken: TakenIn | null;
}

export interface ImportJob {
	file: string;
	mapping: ImportMapping;
	loaded: Pick<LoadedProfile, 'profile' | 'areas'>;
	now: number;
	onReject(row: RejectedRow): void;
	/** Hears the rows read so far, every thousand. */
	onProgress(rows: number): void;
}

/** Judges every row and stores nothing. Throws CsvFileError where the file itself cannot be used. */
export async function judgeFile(job: ImportJob): Promise<ImportSummary> {
	const tally = createTally();
	for await (const row of acceptedRows(job, tally)) void row;
	return tally.summary(null);
}

/** Judges every row and stores what is accepted. Throws CsvFileError where the file cannot be used. */
export async function importFile(job: ImportJob, deps: TakeInDeps): Promise<ImportSummary> {
	const tally = createTally();
	const taken = await takeInReports(deps, toTakeIn(job, acceptedRows(job, tally)));
	return tally.summary(taken);
}

async function* toTakeIn(
	{ mapping, now }: ImportJob,
	rows: AsyncIterable<ImportedRow>
): AsyncGenerator<ReportToTakeIn> {
	for await (const row of rows) {
		const { reference, openedAt, closedAt, outcome, ...facts } = row;
		yield {
			input: {
				...facts,
				channelReference: `${mapping.id}:${reference}`,
				landmark: null,
				accessNote: null,
				accuracyMetres: null,
				receivedAt: openedAt,
				...(closedAt === null || outcome === null
					? { clockFromAt: now }
					: { closed: { outcome, at: closedAt } })
			}
		};
	}
}

type Tally = ReturnType<typeof createTally>;

async function* acceptedRows(job: ImportJob, tally: Tally): AsyncGenerator<ImportedRow> {
	const { mapping, loaded } = job;
	const { profile, areas } = loaded;
	const read = createRowReader({
		mapping,
		bounds: profile.bounds,
		areaOf: createAreaFinder(areas.features, profile.areaToleranceMetres),
		now: job.now
	});
	for await (const { line, record, isMisshapen } of readCsvFile(job.file, columnsOf(mapping))) {
		const result = isMisshapen
			? ({ ok: false, reason: 'wrong_column_count', value: '' } as const)
			: read(record);
		tally.count(result);
		if (tally.rows() % 1000 === 0) job.onProgress(tally.rows());
		if (result.ok) yield result.row;
		else
			job.onReject({
				line,
				reference: record[mapping.columns.reference] ?? '',
				reason: result.reason,
				value: result.value
			});
	}
}

function columnsOf({ columns, category }: ImportMapping): string[] {
	const { description, address, ...single } = columns;
	return [
		...Object.values(single),
		...description,
		...(address ?? []),
		...category.rules.map((rule) => rule.column)
	];
}

function createTally() {
	let [rows, open, closed, unknownCategory] = [0, 0, 0, 0];
	const rejected = new Map<RejectReason, number>();
	return {
		rows: () => rows,
		count(result: ReturnType<ReturnType<typeof createRowReader>>) {
			rows += 1;
			if (!result.ok) {
				rejected.set(result.reason, (rejected.get(result.reason) ?? 0) + 1);
				return;
			}
			if (result.row.closedAt === null) open += 1;
			else closed += 1;
			if (!result.row.isCategoryKnown) unknownCategory += 1;
		},
		summary: (taken: TakenIn | null): ImportSummary => ({
			rows,
			accepted: open + closed,
			open,
			closed,
			rejected,
			unknownCategory,
			taken
		})
	};
}
