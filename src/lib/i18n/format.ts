/**
 * Figures, distances, dates and durations as people read them here.
 *
 * 1. The numbering system is always named (`latn` unless the person asks for `arab`): engines
 *    disagree about what `ar-OM` means.
 * 2. Dates are Gregorian, day first, in the city's time zone, which is passed in.
 * 3. What is returned is for eyes: it may carry invisible direction marks. Never parse or compare.
 * 4. No clock: "now" is passed in.
 */
import type { Locale } from './locale';

export type Digits = 'latn' | 'arab';

export interface FormatContext {
	locale: Locale;
	digits: Digits;
	/** IANA name of the city's time zone. */
	timeZone: string;
}

export interface Format {
	/** 12480 -> "12,480". */
	number(value: number, fractionDigits?: number): string;
	/** 0.482 -> "48%"; a ratio, not a percentage. */
	percent(ratio: number, fractionDigits?: number): string;
	/** Metres, to 10 m below 1 km, to 100 m below 10 km. */
	distance(metres: number): string;
	/** Bytes in decimal units, from kilobytes up: nobody sends fewer. */
	bytes(bytes: number): string;
	/** "14 Jun 2026"; `at` is ms since epoch. */
	date(at: number): string;
	/** "Sunday 14 June". */
	dayLong(at: number): string;
	/** "14:05", 24 hours. */
	time(at: number): string;
	/** "14 Jun 2026, 14:05". */
	dateTime(at: number): string;
	/** "2 hours ago", "in 3 days"; "now" within 45 s. */
	relative(at: number, now: number): string;
	/** "2 h 5 min": the two largest units from minutes to days. */
	duration(ms: number): string;
	/** Digits of a ready text (a report number, a phone) in the chosen system. */
	figures(text: string): string;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const relativeSteps: readonly [
	limitMs: number,
	unitMs: number,
	unit: Intl.RelativeTimeFormatUnit
][] = [
	[50 * minuteMs, minuteMs, 'minute'],
	[22 * hourMs, hourMs, 'hour'],
	[26 * dayMs, dayMs, 'day'],
	[320 * dayMs, 30 * dayMs, 'month'],
	[Infinity, 365 * dayMs, 'year']
];

const byteUnits = ['kilobyte', 'megabyte', 'gigabyte'] as const;

function tagOf({ locale, digits }: FormatContext): string {
	return `${locale === 'ar' ? 'ar-OM' : 'en-GB'}-u-ca-gregory-nu-${digits}`;
}

function durationParts(ms: number): [amount: number, unit: 'day' | 'hour' | 'minute'][] {
	const minutes = Math.max(0, Math.round(ms / minuteMs));
	const parts: [number, 'day' | 'hour' | 'minute'][] = [
		[Math.floor(minutes / 1440), 'day'],
		[Math.floor((minutes % 1440) / 60), 'hour'],
		[minutes % 60, 'minute']
	];
	const first = parts.findIndex(([amount]) => amount > 0);
	if (first < 0) return [[0, 'minute']];
	return parts.slice(first, first + 2).filter(([amount]) => amount > 0);
}

/** The formats of one language, digit system and time zone; keep it, its parts are costly to make. */
export function makeFormat(context: FormatContext): Format {
	const tag = tagOf(context);
	const made = new Map<string, Intl.NumberFormat>();
	const numberFormat = (options: Intl.NumberFormatOptions) => {
		const key = JSON.stringify(options);
		const known = made.get(key) ?? new Intl.NumberFormat(tag, options);
		made.set(key, known);
		return known;
	};
	// Arabic abbreviations of CLDR ("3 س", "م.ب") are nobody's words: Arabic spells its units out,
	// except the metre and the kilometre.
	const isArabic = context.locale === 'ar';
	const unit = (value: number, name: string, maximumFractionDigits = 0) =>
		numberFormat({
			style: 'unit',
			unit: name,
			unitDisplay: isArabic && name !== 'kilometer' ? 'long' : 'short',
			maximumFractionDigits
		}).format(value);
	const metresText = (metres: number) =>
		isArabic ? `${numberFormat({}).format(metres)} م` : unit(metres, 'meter');
	const moment = (options: Intl.DateTimeFormatOptions) =>
		new Intl.DateTimeFormat(tag, { timeZone: context.timeZone, ...options });
	const day = moment({ day: 'numeric', month: 'short', year: 'numeric' });
	const dayLong = moment({ weekday: 'long', day: 'numeric', month: 'long' });
	const time = moment({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
	const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
	const comma = isArabic ? '، ' : ', ';
	const and = isArabic ? ' و' : ' ';

	return {
		number: (value, fractionDigits = 0) =>
			numberFormat({ maximumFractionDigits: fractionDigits }).format(value),
		percent: (ratio, fractionDigits = 0) =>
			numberFormat({ style: 'percent', maximumFractionDigits: fractionDigits }).format(ratio),
		distance(metres) {
			if (metres < 995) return metresText(Math.round(metres / 10) * 10);
			return unit(metres / 1000, 'kilometer', metres < 9950 ? 1 : 0);
		},
		bytes(bytes) {
			const step = bytes < 1000 ? 1 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
			return unit(bytes / 1000 ** step, byteUnits[step - 1] ?? 'gigabyte', step > 1 ? 1 : 0);
		},
		date: (at) => day.format(at),
		dayLong: (at) => dayLong.format(at),
		time: (at) => time.format(at),
		dateTime: (at) => `${day.format(at)}${comma}${time.format(at)}`,
		relative(at, now) {
			const difference = at - now;
			if (Math.abs(difference) < 45_000) return relative.format(0, 'second');
			for (const [limitMs, unitMs, name] of relativeSteps)
				if (Math.abs(difference) < limitMs)
					return relative.format(Math.round(difference / unitMs) || Math.sign(difference), name);
			return '';
		},
		duration: (ms) =>
			durationParts(ms)
				.map(([amount, name]) => unit(amount, name))
				.join(and),
		figures: (text) =>
			context.digits === 'latn'
				? text
				: text.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)))
	};
}
