/**
 * Streams a CSV file, plain or gzip, as records with their line numbers. Memory does not grow with
 * the file. A row with too many or too few columns is given on with its problem, not thrown.
 */
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream';
import { parse } from 'csv-parse';
import * as z from 'zod';
import type { CsvRecord } from './read-row';

export interface CsvLine {
	/** Line in the file where the record begins or ends; the header is line 1. */
	line: number;
	record: CsvRecord;
	/** Not as many columns as the header has. */
	isMisshapen: boolean;
}

export class CsvFileError extends Error {}

const header = z.array(z.string());
const parsed = z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) });

/**
 * Reads a file; throws CsvFileError where it cannot be opened, is no gzip in spite of its name, or
 * lacks one of the wanted columns.
 */
export async function* readCsvFile(
	path: string,
	wantedColumns: readonly string[]
): AsyncGenerator<CsvLine> {
	let columns: readonly string[] | null = null;
	try {
		for await (const item of openRows(path)) {
			const { record, info } = parsed.parse(item);
			if (columns === null) {
				columns = checkedHeader(header.parse(record), wantedColumns);
				continue;
			}
			yield {
				line: info.lines,
				record: Object.fromEntries(columns.map((name, i) => [name, record[i] ?? ''])),
				isMisshapen: record.length !== columns.length
			};
		}
	} catch (error) {
		if (error instanceof CsvFileError) throw error;
		throw new CsvFileError(
			`${path} cannot be read: ${error instanceof Error ? error.message : error}`
		);
	}
	if (columns === null) throw new CsvFileError(`${path} is empty.`);
}

function openRows(path: string): AsyncIterable<unknown> {
	const parser = parse({
		bom: true,
		info: true,
		relax_column_count: true,
		relax_quotes: true,
		skip_empty_lines: true
	});
	const ended = (error: NodeJS.ErrnoException | null) => {
		if (error) parser.destroy(error);
	};
	const file = createReadStream(path);
	if (path.endsWith('.gz')) pipeline(file, createGunzip(), parser, ended);
	else pipeline(file, parser, ended);
	return parser;
}

function checkedHeader(columns: readonly string[], wanted: readonly string[]): readonly string[] {
	const absent = wanted.filter((name) => !columns.includes(name));
	if (absent.length === 0) return columns;
	throw new CsvFileError(
		`The file lacks the column ${absent.map((name) => `"${name}"`).join(', ')}, which the mapping names; it has: ${columns.join(', ')}.`
	);
}
