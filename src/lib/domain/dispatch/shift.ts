/**
 * A shift: when a person works in the field, and therefore when the supervisor may see where.
 *
 *   (off) ── start ──▶ on ◀── break / resume ──▶ break        on, break ── end ──▶ ended
 *                                                              └── by itself: see `overAt`
 *
 * 1. A place is shared while the shift is on, and at no other moment: not before, not in a break, not
 *    after.
 * 2. A shift that nobody ends ends by itself: with the working day it began in, or two hours after the
 *    person was last heard of where that is later, and fourteen hours after its start at the latest.
 * 3. Shared places are rounded to a grid of about 100 m unless the person allows exact ones.
 * Source: field design, "Numbers", finding 11 and story 47.
 */
import { distanceMetres } from '../geo/distance';
import type { GeoPoint } from '../geo/point';
import type { WorkingClock } from '../time/working-calendar';

interface ShiftBreak {
	fromAt: number;
	/** Null: it lasts. */
	toAt: number | null;
}

export const shiftEnds = ['person', 'calendar', 'silence', 'length'] as const;
/** What ended a shift: its person, the end of the working day, silence, or the longest time there is. */
export type ShiftEnd = (typeof shiftEnds)[number];

export interface Shift {
	id: string;
	startedAt: number;
	/** In order of time; only the last one may last. */
	breaks: readonly ShiftBreak[];
	endedAt: number | null;
	endedBy: ShiftEnd | null;
	/** Exact places are shared. */
	isPrecise: boolean;
}

export type ShiftState = 'on' | 'break' | 'ended';
export type ShiftAct = 'break' | 'resume' | 'end';

/** Silence after which a shift may be taken for over, ms. */
const silenceMs = 2 * 60 * 60_000;
/** No shift is longer, ms. */
export const longestShiftMs = 14 * 60 * 60_000;
/** How long shifts and their trails are kept, ms. */
export const trailKeptMs = 30 * 24 * 60 * 60_000;
/** More breaks than any day has. */
export const maxBreaks = 50;

/** A shift that begins now. */
export function startShift(id: string, at: number, isPrecise: boolean): Shift {
	return { id, startedAt: at, breaks: [], endedAt: null, endedBy: null, isPrecise };
}

export function shiftState({ endedAt, breaks }: Pick<Shift, 'endedAt' | 'breaks'>): ShiftState {
	if (endedAt !== null) return 'ended';
	return breaks.at(-1)?.toAt === null ? 'break' : 'on';
}

/** The shift after an act; null where its state does not allow it. */
export function afterShiftAct(shift: Shift, act: ShiftAct, at: number): Shift | null {
	const state = shiftState(shift);
	if (state === 'ended') return null;
	if (act === 'end') return ended(shift, at, 'person');
	if (act === 'break') {
		const isFull = shift.breaks.length >= maxBreaks;
		if (state === 'break' || isFull) return null;
		return { ...shift, breaks: [...shift.breaks, { fromAt: at, toAt: null }] };
	}
	return state === 'break' ? { ...shift, breaks: closed(shift.breaks, at) } : null;
}

/** Whether a place at a moment (ms) may be shared. */
export function sharesAt(shift: Pick<Shift, 'startedAt' | 'endedAt' | 'breaks'>, at: number) {
	if (at < shift.startedAt || (shift.endedAt !== null && at > shift.endedAt)) return false;
	return !shift.breaks.some(({ fromAt, toAt }) => at >= fromAt && (toAt === null || at < toAt));
}

/** When and why a shift ends by itself, its person having been heard of last at `heardAt` (ms). */
export function overAt(
	{ startedAt }: Pick<Shift, 'startedAt'>,
	heardAt: number,
	clock: Pick<WorkingClock, 'dayEnd'>
): { at: number; by: ShiftEnd } {
	const dayEndAt = clock.dayEnd(startedAt);
	const silentAt = Math.max(startedAt, heardAt) + silenceMs;
	const longestAt = startedAt + longestShiftMs;
	if (Math.max(silentAt, dayEndAt ?? 0) >= longestAt) return { at: longestAt, by: 'length' };
	if (dayEndAt !== null && dayEndAt >= silentAt) return { at: dayEndAt, by: 'calendar' };
	return { at: silentAt, by: 'silence' };
}

/** The shift as it stands at `now`: ended where its time is over. */
export function shiftAsOf(
	shift: Shift,
	heardAt: number,
	now: number,
	clock: Pick<WorkingClock, 'dayEnd'>
): Shift {
	if (shift.endedAt !== null) return shift;
	const over = overAt(shift, heardAt, clock);
	return now < over.at ? shift : ended(shift, over.at, over.by);
}

/** Whether the times of a shift can have happened, in this order. */
export function isPlausible({ startedAt, breaks, endedAt, endedBy }: Shift): boolean {
	if ((endedAt === null) !== (endedBy === null)) return false;
	const times = breaks.flatMap(({ fromAt, toAt }) => (toAt === null ? [fromAt] : [fromAt, toAt]));
	const isLasting = breaks.slice(0, -1).some(({ toAt }) => toAt === null);
	const all = [startedAt, ...times, ...(endedAt === null ? [] : [endedAt])];
	return !isLasting && all.every((at, i) => i === 0 || at >= (all[i - 1] ?? at));
}

function ended(shift: Shift, at: number, by: ShiftEnd): Shift {
	const endedAt = Math.max(at, shift.startedAt, shift.breaks.at(-1)?.fromAt ?? 0);
	return { ...shift, breaks: closed(shift.breaks, endedAt), endedAt, endedBy: by };
}

function closed(breaks: readonly ShiftBreak[], at: number): readonly ShiftBreak[] {
	return breaks.map(({ fromAt, toAt }) => ({ fromAt, toAt: toAt ?? Math.max(at, fromAt) }));
}

/** A place of the trail; `at` in ms. */
export interface TrailPoint extends GeoPoint {
	at: number;
	accuracyMetres: number;
}

/** Seconds and metres after which the next place is shared, whichever comes first. */
const pointEveryMs = 60_000;
const pointEveryMetres = 50;
/** Standing at the edge of the grid is no journey. */
const pointNotWithinMs = 10_000;
/** Less exact fixes say nothing about a place. */
const worstAccuracyMetres = 200;
/** 0.001 degrees: 111 m from south to north, about 100 m from west to east here. */
const gridPerDegree = 1000;

/** The place as it is shared: on the grid unless exact places are allowed. */
export function sharedPlace<P extends TrailPoint>(point: P, isPrecise: boolean): P {
	if (isPrecise) return point;
	const { lat, lon } = point;
	const accuracyMetres = Math.max(100, point.accuracyMetres);
	return { ...point, lat: onGrid(lat), lon: onGrid(lon), accuracyMetres };
}

function onGrid(degrees: number): number {
	return Math.round(degrees * gridPerDegree) / gridPerDegree;
}

/** Whether a shared place is worth a new point of the trail. */
export function isNextPoint(last: TrailPoint | undefined, next: TrailPoint): boolean {
	if (next.accuracyMetres > worstAccuracyMetres) return false;
	if (last === undefined) return true;
	const passedMs = next.at - last.at;
	if (passedMs < pointNotWithinMs) return false;
	return passedMs >= pointEveryMs || distanceMetres(last, next) >= pointEveryMetres;
}
