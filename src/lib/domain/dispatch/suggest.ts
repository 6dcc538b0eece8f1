/**
 * Who should take a report: everybody who could, the best first, each with the three reasons that say
 * most. Pure: what is known of people is handed in, and so is the moment.
 *
 * 1. Everything that counts is measured in minutes until the work could begin, so that a distance and a
 *    load can be weighed against each other; the person with the fewest stands first.
 * 2. A reason is told in numbers that the reader can check; what is not known is no reason.
 * 3. Nobody is left out for being busy or off: the order says it, the supervisor decides.
 * Source: domain rules, "Dispatch", suggestions.
 */
import { distanceMetres } from '../geo/distance';
import type { GeoPoint } from '../geo/point';
import type { ShiftState } from './shift';

/** A place, and how it is known: shared in the shift, or the middle of the person's open work. */
export interface KnownPlace extends GeoPoint {
	source: 'shift' | 'work';
}

export interface Candidate {
	personId: string;
	/** Null: nothing is known of it. */
	place: KnownPlace | null;
	open: number;
	dueToday: number;
	overdue: number;
	/** Reports of the asked categories that this person finished, as far as is known here. */
	finished: number;
	/** Null: no shift is known. */
	shift: ShiftState | null;
	/** When a device of the person was last heard, ms; null: never, or not known here. */
	heardAt: number | null;
}

export type Reason =
	| { kind: 'distance'; metres: number; source: KnownPlace['source'] }
	| { kind: 'load'; open: number; isFewest: boolean }
	| { kind: 'due'; today: number; overdue: number }
	| { kind: 'skill'; finished: number }
	| { kind: 'shift'; state: ShiftState }
	| { kind: 'heard'; at: number; isSilent: boolean };
export type ReasonKind = Reason['kind'];

export interface Suggestion {
	personId: string;
	/** Minutes until the work could begin, all reasons together. */
	minutes: number;
	/** At most three, the one that says most first. */
	reasons: readonly Reason[];
}

/** Minutes. A job that waits before this one, and what is late or due today more. */
const perOpen = 20;
const perDue = 15;
const metresPerMinute = 500;
const breakMinutes = 20;
const offMinutes = 240;
const silentMinutes = 60;
/** Whoever has done it before is quicker; more than so many times makes no difference. */
const skilledMinutes = 30;
const skilledFrom = 5;
const silentMs = 60 * 60_000;
const told = 3;

interface Weighed {
	reason: Reason;
	minutes: number;
}

/** Everybody who could take work at `target` (null: nowhere in particular), the best first; `now` in ms. */
export function suggest(
	candidates: readonly Candidate[],
	target: GeoPoint | null,
	now: number
): Suggestion[] {
	const fewest = Math.min(...candidates.map(({ open }) => open));
	const weighed = candidates.map((candidate) => ({
		personId: candidate.personId,
		weights: weightsOf(candidate, target, fewest, now)
	}));
	const usual = usualMinutes(weighed.flatMap(({ weights }) => weights));
	return weighed
		.map(({ personId, weights }) => ({
			personId,
			minutes: total(weights, usual),
			reasons: mostTelling(weights, usual)
		}))
		.sort((one, other) => one.minutes - other.minutes || (one.personId < other.personId ? -1 : 1));
}

/** Everything that is known of one person with regard to work at `target`, for whoever looks at him. */
export function reasonsOf(
	candidate: Candidate,
	target: GeoPoint | null,
	now: number
): readonly Reason[] {
	return weightsOf(candidate, target, NaN, now).map(({ reason }) => reason);
}

/** The middle of some places; null where there are none. */
export function middleOf(places: readonly GeoPoint[]): GeoPoint | null {
	if (places.length === 0) return null;
	const mean = (of: (place: GeoPoint) => number) =>
		places.reduce((sum, place) => sum + of(place), 0) / places.length;
	return { lat: mean(({ lat }) => lat), lon: mean(({ lon }) => lon) };
}

function weightsOf(
	{ place, open, dueToday, overdue, finished, shift, heardAt }: Candidate,
	target: GeoPoint | null,
	fewest: number,
	now: number
): Weighed[] {
	const weights: Weighed[] = [
		{ reason: { kind: 'load', open, isFewest: open === fewest }, minutes: open * perOpen },
		{
			reason: { kind: 'due', today: dueToday, overdue },
			minutes: (dueToday + overdue) * perDue
		}
	];
	if (place !== null && target !== null) weights.push(distanceOf(place, target));
	if (finished > 0) weights.push(skillOf(finished));
	if (shift !== null) {
		weights.push({ reason: { kind: 'shift', state: shift }, minutes: shiftMinutes[shift] });
	}
	if (heardAt !== null) weights.push(heardOf(heardAt, shift, now));
	return weights;
}

const shiftMinutes: Readonly<Record<ShiftState, number>> = {
	on: 0,
	break: breakMinutes,
	ended: offMinutes
};

function distanceOf(place: KnownPlace, target: GeoPoint): Weighed {
	const metres = distanceMetres(place, target);
	return {
		reason: { kind: 'distance', metres, source: place.source },
		minutes: metres / metresPerMinute
	};
}

function skillOf(finished: number): Weighed {
	const share = Math.min(finished, skilledFrom) / skilledFrom;
	return { reason: { kind: 'skill', finished }, minutes: -skilledMinutes * share };
}

/** Silence counts while somebody is at work; whoever is off is not expected to answer. */
function heardOf(at: number, shift: ShiftState | null, now: number): Weighed {
	const isSilent = shift === 'on' && now - at > silentMs;
	return { reason: { kind: 'heard', at, isSilent }, minutes: isSilent ? silentMinutes : 0 };
}

/** By kind, what it comes to for those of whom it is known. */
function usualMinutes(weights: readonly Weighed[]): ReadonlyMap<ReasonKind, number> {
	const byKind = Map.groupBy(weights, ({ reason }) => reason.kind);
	return new Map(
		[...byKind].map(([kind, list]) => [
			kind,
			list.reduce((sum, { minutes }) => sum + minutes, 0) / list.length
		])
	);
}

/** Of whom a place or a shift is not known, the usual is assumed; nobody is assumed to be skilled. */
function total(weights: readonly Weighed[], usual: ReadonlyMap<ReasonKind, number>): number {
	const known = new Set(weights.map(({ reason }) => reason.kind));
	const assumed = (['distance', 'shift', 'heard'] as const)
		.filter((kind) => !known.has(kind))
		.reduce((sum, kind) => sum + (usual.get(kind) ?? 0), 0);
	return weights.reduce((sum, { minutes }) => sum + minutes, assumed);
}

/** In this order where they say equally much. */
const ranks: Readonly<Record<ReasonKind, number>> = {
	distance: 0,
	load: 1,
	skill: 2,
	due: 3,
	shift: 4,
	heard: 5
};

/**
 * The reasons that set this person apart from the others in his favour first; the last place is for what
 * must be known before one chooses him. Skill is known of few and counts from nothing, all else from
 * what is usual among the candidates.
 */
function mostTelling(
	weights: readonly Weighed[],
	usual: ReadonlyMap<ReasonKind, number>
): Reason[] {
	const gain = ({ reason, minutes }: Weighed) => {
		const { kind } = reason;
		const less = Math.round((kind === 'skill' ? 0 : (usual.get(kind) ?? 0)) - minutes);
		// Less late work than others have is still late work.
		return kind === 'due' && minutes > 0 ? Math.min(less, 0) : less;
	};
	const reasons = weights
		.toSorted(
			(one, other) => gain(other) - gain(one) || ranks[one.reason.kind] - ranks[other.reason.kind]
		)
		.map(({ reason }) => reason);
	const warning = reasons.find(isWarning);
	if (warning === undefined || reasons.indexOf(warning) < told) return reasons.slice(0, told);
	return [...reasons.slice(0, told - 1), warning];
}

/** Whether a reason speaks against the person: his shift has ended, or his tablet is silent in it. */
export function isWarning(reason: Reason): boolean {
	if (reason.kind === 'shift') return reason.state === 'ended';
	return reason.kind === 'heard' && reason.isSilent;
}
