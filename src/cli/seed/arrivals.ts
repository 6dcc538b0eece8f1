/**
 * When the demo's reports came in: the last complete half-year before the day of seeding, the same
 * half a year earlier, and the days since, at the same rate.
 */
import { TZDateMini } from '@date-fns/tz';
import type { Random } from './random';

export const halfYearCount = 11_000;
export const halfYearBeforeCount = 10_700;

/** How busy each weekday (from Sunday) and each hour of the day is, relative to an average one. */
const weekdays = [1.2, 1.15, 1.1, 1.1, 1.05, 0.6, 0.8];
const hours = [1, 1, 1, 1, 1, 2, 4, 8, 12, 13, 13, 12, 10, 8, 7, 8, 9, 9, 8, 7, 6, 5, 3, 2];

export interface Span {
	from: number;
	to: number;
	count: number;
}

/** The spans of the demo, oldest first; the last one ends now. */
export function demoSpans(now: number, timeZone: string): Span[] {
	const today = new TZDateMini(now, timeZone);
	const isSecondHalf = today.getMonth() >= 6;
	const year = isSecondHalf ? today.getFullYear() : today.getFullYear() - 1;
	const month = isSecondHalf ? 0 : 6;
	const start = (year: number, month: number) => new TZDateMini(year, month, 1, timeZone).getTime();
	const half = { from: start(year, month), to: start(year, month + 6), count: halfYearCount };
	const before = {
		from: start(year - 1, month),
		to: start(year - 1, month + 6),
		count: halfYearBeforeCount
	};
	const rate = half.count / (half.to - half.from);
	const since = { from: half.to, to: now, count: Math.round(rate * (now - half.to)) };
	return [before, half, since];
}

/** What of the spans is no older than `from`, each as busy as it was. */
export function spansSince(from: number, spans: readonly Span[]): Span[] {
	return spans
		.filter(({ to }) => to > from)
		.map((span) => {
			const start = Math.max(span.from, from);
			const share = (span.to - start) / (span.to - span.from);
			return { from: start, to: span.to, count: Math.round(span.count * share) };
		});
}

/** `span.count` moments in a span, in order, following months, weekdays and hours. */
export function arrivalsIn(
	span: Span,
	months: readonly number[],
	timeZone: string,
	random: Random
): number[] {
	const days = daysOf(span, months, timeZone);
	const arrivals = Array.from({ length: span.count }, () => {
		const day = random.weighted(days);
		const hour = random.weighted(hourShares).hour;
		return Math.floor(day.from + (hour + random.next()) * 3_600_000);
	});
	// A half day at either end of the span, or a shift of clocks, must not push a report outside it.
	return arrivals.map((at) => within(at, span, random)).sort((a, b) => a - b);
}

const hourShares = hours.map((share, hour) => ({ share, hour }));

function daysOf(span: Span, months: readonly number[], timeZone: string) {
	const days: { from: number; share: number }[] = [];
	const first = new TZDateMini(span.from, timeZone);
	for (let offset = 0; ; offset += 1) {
		const day = new TZDateMini(
			first.getFullYear(),
			first.getMonth(),
			first.getDate() + offset,
			timeZone
		);
		if (day.getTime() >= span.to) return days;
		const share = (months[day.getMonth()] ?? 1) * (weekdays[day.getDay()] ?? 1);
		const whole = Math.min(1, (span.to - day.getTime()) / 86_400_000);
		days.push({ from: day.getTime(), share: share * whole });
	}
}

function within(at: number, { from, to }: Span, random: Random): number {
	if (at >= from && at < to) return at;
	const dayLength = Math.min(86_400_000, to - from);
	return Math.floor(at < from ? from + random.next() * dayLength : to - random.next() * dayLength);
}
