/**
 * Makes one row of another system's export into what a report begins with, or says why it cannot.
 *
 * 1. A row is refused with one reason and the offending value; it never stops the file.
 * 2. An unknown category goes to the city's "other" with a warning, an unknown channel to its own.
 * 3. Dates without a zone are local time of the mapping's zone.
 * Not here: reading the file, numbering, storing.
 */
import { TZDateMini } from '@date-fns/tz';
import type { Profile } from '$lib/domain/city/profile';
import { isWithinBounds } from '$lib/domain/geo/bounds';
import type { Outcome } from '$lib/domain/report/outcome';
import { maxTextLength } from '$lib/domain/report/command';
import type { CategoryRule, ImportMapping } from '../../city/mapping';

export const rejectReasons = [
	'broken_encoding',
	'wrong_column_count',
	'no_reference',
	'bad_date',
	'opened_in_future',
	'closed_before_opened',
	'no_coordinates',
	'outside_city',
	'outside_areas'
] as const;
export type RejectReason = (typeof rejectReasons)[number];

export interface ImportedRow {
	reference: string;
	openedAt: number;
	/** Null while open over there. */
	closedAt: number | null;
	outcome: Outcome | null;
	categoryId: string;
	isCategoryKnown: boolean;
	channelId: string;
	description: string;
	addressText: string;
	lat: number;
	lon: number;
	areaPath: string;
}

export type RowResult =
	{ ok: true; row: ImportedRow } | { ok: false; reason: RejectReason; value: string };

/** What a row is compared with. */
export interface RowContext {
	mapping: ImportMapping;
	/** [south, west, north, east], degrees. */
	bounds: Profile['bounds'];
	areaOf(point: { lat: number; lon: number }): string | null;
	now: number;
}

/** Values by column name. */
export type CsvRecord = Readonly<Record<string, string>>;

/** Reads rows of one file; the returned function is called once per row. */
export function createRowReader(context: RowContext): (record: CsvRecord) => RowResult {
	const { mapping } = context;
	const missing = new Set(mapping.missing.map(plain));
	const closed = new Set(mapping.status.closed.map(plain));
	const channels = new Map(
		Object.entries(mapping.channel.values).map(([value, id]) => [plain(value), id])
	);
	const value = (record: CsvRecord, column: string | undefined): string => {
		const text = (column === undefined ? '' : (record[column] ?? '')).trim();
		return missing.has(plain(text)) ? '' : text;
	};
	const joined = (record: CsvRecord, columns: readonly string[] | undefined, by: string) =>
		(columns ?? [])
			.map((column) => value(record, column))
			.filter(Boolean)
			.join(by);

	return (record) => {
		const { columns } = mapping;
		const broken = Object.values(record).find((text) => text.includes('\ufffd'));
		if (broken !== undefined) return reject('broken_encoding', broken);
		const reference = value(record, columns.reference);
		if (reference === '') return reject('no_reference', '');
		const times = readTimes(
			context,
			value(record, columns.openedAt),
			value(record, columns.closedAt)
		);
		if (!times.ok) return times;
		const place = readPlace(
			context,
			value(record, columns.lat),
			value(record, columns.lon),
			value(record, columns.area)
		);
		if (!place.ok) return place;
		const isClosed = closed.has(plain(value(record, columns.status)));
		const rule = mapping.category.rules.find((rule) => matches(rule, value(record, rule.column)));
		return {
			ok: true,
			row: {
				reference,
				openedAt: times.openedAt,
				closedAt: isClosed ? (times.closedAt ?? times.openedAt) : null,
				outcome: isClosed ? mapping.closedOutcome : null,
				categoryId: rule?.to ?? mapping.category.otherwise,
				isCategoryKnown: rule !== undefined,
				channelId: channels.get(plain(value(record, columns.channel))) ?? mapping.channel.otherwise,
				description: joined(record, columns.description, ' · ').slice(0, maxTextLength),
				addressText: joined(record, columns.address, ', ').slice(0, 300),
				lat: place.lat,
				lon: place.lon,
				areaPath: place.areaPath
			}
		};
	};
}

const reject = (reason: RejectReason, value: string) =>
	({ ok: false, reason, value: value.slice(0, 200) }) as const;

const plain = (text: string) => text.trim().toLowerCase();

function matches(rule: CategoryRule, value: string): boolean {
	const wanted = plain(rule.value);
	const found = plain(value);
	return rule.match === 'exact' ? found === wanted : found.startsWith(wanted);
}

function readTimes({ mapping, now }: RowContext, opened: string, closed: string) {
	const openedAt = readDate(opened, mapping);
	if (openedAt === null) return reject('bad_date', opened);
	if (openedAt > now) return reject('opened_in_future', opened);
	const closedAt = closed === '' ? null : readDate(closed, mapping);
	if (closed !== '' && closedAt === null) return reject('bad_date', closed);
	if (closedAt !== null && closedAt < openedAt) return reject('closed_before_opened', closed);
	return { ok: true, openedAt, closedAt } as const;
}

const shapes = {
	iso: /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})[T ](?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2}))?/,
	us12: /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4}) (?<hour>\d{1,2}):(?<minute>\d{2}):(?<second>\d{2}) (?<half>[AP]M)$/
} as const;

/** The instant of a local date and time, or null where it is none. */
function readDate(text: string, { dates }: ImportMapping): number | null {
	const parts = shapes[dates.format].exec(text)?.groups;
	if (parts === undefined) return null;
	const number = (name: string) => Number(parts[name] ?? 0);
	const hour =
		parts.half === undefined
			? number('hour')
			: (number('hour') % 12) + (parts.half === 'PM' ? 12 : 0);
	const isPossible =
		number('month') >= 1 &&
		number('month') <= 12 &&
		number('day') >= 1 &&
		number('day') <= 31 &&
		hour < 24;
	if (!isPossible || number('minute') > 59) return null;
	return new TZDateMini(
		number('year'),
		number('month') - 1,
		number('day'),
		hour,
		number('minute'),
		number('second'),
		dates.timeZone
	).getTime();
}

function readPlace(context: RowContext, latText: string, lonText: string, area: string) {
	const [lat, lon] = [Number(latText), Number(lonText)];
	const isPoint =
		latText !== '' &&
		lonText !== '' &&
		Number.isFinite(lat) &&
		Number.isFinite(lon) &&
		(lat !== 0 || lon !== 0);
	if (!isPoint) return reject('no_coordinates', `${latText} ${lonText}`.trim());
	if (!isWithinBounds({ lat, lon }, context.bounds)) return reject('outside_city', `${lat} ${lon}`);
	const areaPath = context.areaOf({ lat, lon }) ?? context.mapping.area?.values[area] ?? null;
	if (areaPath === null) return reject('outside_areas', `${lat} ${lon}`);
	return { ok: true, lat, lon, areaPath } as const;
}
