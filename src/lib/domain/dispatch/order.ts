/**
 * In which order the stops of a day are visited, from where a person stands. Pure and deterministic.
 *
 *   nearest next ──┐
 *   earliest due ──┴▶ improved by turning and moving parts (2-opt, or-opt) ─▶ the better of both
 *
 * 1. The answer names every stop exactly once.
 * 2. An order is judged by the stops it reaches after their due time first, by its length second. What
 *    is late already, or cannot be reached in time even if it came first, does not count.
 * 3. It is never worse than nearest-next, nor than the order of due times: where that one keeps every
 *    due time, so does this one.
 * 4. Up to `exactStops` stops it is the best order there is: if any order keeps all due times, the
 *    shortest such is found. Beyond that the question has no quick answer, and (3) is the bound.
 * Times are estimates by `pace`, straight lines and one length of stay; roads are the navigation's.
 */
import { distanceMetres } from '../geo/distance';
import type { GeoPoint } from '../geo/point';

export interface Stop extends GeoPoint {
	id: string;
	/** Null: at any time. */
	dueAt: number | null;
}

/** Straight-line metres that a car makes in a minute of city traffic: about 24 km/h. */
const metresPerMinute = 400;
const stayMinutes = 20;
const minuteMs = 60_000;
export const pace = { metresPerMinute, stayMinutes } as const;

/** So many stops are tried in every order that matters. */
export const exactStops = 9;

interface Cost {
	late: number;
	metres: number;
}

interface Tour {
	tour: number[];
	cost: Cost;
}

/** Millimetres decide nothing: without a margin, rounding could turn a part to and fro for ever. */
const gainMetres = 0.001;
const isBetter = (a: Cost, b: Cost) =>
	a.late < b.late || (a.late === b.late && a.metres < b.metres - gainMetres);

/** The stops in the order to visit them, from `start` at `now` (ms). */
export function orderStops<S extends Stop>(
	start: GeoPoint,
	stops: readonly S[],
	now: number
): readonly S[] {
	// By id, so that the answer does not depend on the order of the question.
	const sorted = stops.toSorted((a, b) => (a.id < b.id ? -1 : 1));
	const trip = new Trip(start, sorted, now);
	const tours = [trip.nearestNext(), trip.earliestDue()].map((tour) => trip.improved(tour));
	const exact = sorted.length <= exactStops ? trip.shortestInTime() : null;
	if (exact !== null) tours.push(exact);
	const best = tours.reduce((a, b) => (isBetter(trip.costOf(b), trip.costOf(a)) ? b : a));
	return best.map((index) => sorted[index]).filter((stop) => stop !== undefined);
}

/**
 * `stop` put where it lengthens an order least. A walk begins at `start`, and may end anywhere; without
 * a start, nothing is said of the way to the first stop.
 */
export function insertStop<S extends Stop>(
	start: GeoPoint | null,
	order: readonly S[],
	stop: S
): readonly S[] {
	const places = Array.from({ length: order.length + 1 }, (_, place) => ({
		place,
		metres: detourMetres(order[place - 1] ?? start, stop, order[place])
	}));
	const best = places.reduce((a, b) => (b.metres < a.metres ? b : a));
	return order.toSpliced(best.place, 0, stop);
}

function detourMetres(
	before: GeoPoint | null | undefined,
	at: GeoPoint,
	after: GeoPoint | undefined
): number {
	const there = before ? distanceMetres(before, at) : 0;
	const on = after ? distanceMetres(at, after) : 0;
	const without = before && after ? distanceMetres(before, after) : 0;
	return there + on - without;
}

/** Length of the way from `start` through the stops, metres; without a start from the first of them. */
export function lengthMetres(start: GeoPoint | null, stops: readonly GeoPoint[]): number {
	const way = start ? [start, ...stops] : stops;
	return way.slice(1).reduce((sum, stop, i) => sum + distanceMetres(way[i] ?? stop, stop), 0);
}

/** Stops by number, with all distances known; number `stops.length` is the start. */
class Trip {
	readonly #count: number;
	readonly #metres: readonly (readonly number[])[];
	/** By when each has to be reached, minutes from now; Infinity where it does not matter any more. */
	readonly #limits: readonly number[];

	constructor(start: GeoPoint, stops: readonly Stop[], now: number) {
		const places: GeoPoint[] = [...stops, start];
		this.#count = stops.length;
		this.#metres = places.map((from) => places.map((to) => distanceMetres(from, to)));
		this.#limits = stops.map(({ dueAt }, index) => {
			const minutes = dueAt === null ? Infinity : (dueAt - now) / minuteMs;
			return minutes < this.#between(this.#count, index) / metresPerMinute ? Infinity : minutes;
		});
	}

	costOf(tour: readonly number[]): Cost {
		const cost = { late: 0, metres: 0 };
		let from = this.#count;
		tour.forEach((stop, place) => {
			cost.metres += this.#between(from, stop);
			if (this.#minutesAt(cost.metres, place) > (this.#limits[stop] ?? Infinity)) cost.late += 1;
			from = stop;
		});
		return cost;
	}

	nearestNext(): number[] {
		const left = new Set(this.#all());
		const tour: number[] = [];
		for (let from = this.#count; left.size > 0;) {
			const next = [...left].reduce((a, b) =>
				this.#between(from, b) < this.#between(from, a) ? b : a
			);
			left.delete(next);
			tour.push(next);
			from = next;
		}
		return tour;
	}

	earliestDue(): number[] {
		return this.#all().sort(
			(a, b) =>
				compare(this.#limits[a], this.#limits[b]) ||
				this.#between(this.#count, a) - this.#between(this.#count, b)
		);
	}

	/** Takes every change that helps until none does. Ends, because each one makes it better. */
	improved(tour: number[]): number[] {
		let best: Tour = { tour, cost: this.costOf(tour) };
		for (;;) {
			const better = this.#improvedOnce(best);
			if (better === best) return best.tour;
			best = better;
		}
	}

	/**
	 * The shortest order that keeps every due time; null where there is none. By sets of visited stops
	 * and the last of them (Held and Karp 1962): of two ways to the same place the shorter one is also
	 * the earlier one, so that only it is kept.
	 */
	shortestInTime(): number[] | null {
		let ways = new Map<string, { tour: number[]; metres: number }>([['', { tour: [], metres: 0 }]]);
		for (let place = 0; place < this.#count; place += 1) ways = this.#extended(ways, place);
		const whole = [...ways.values()];
		if (whole.length === 0) return null;
		return whole.reduce((a, b) => (b.metres < a.metres ? b : a)).tour;
	}

	#extended(ways: ReadonlyMap<string, { tour: number[]; metres: number }>, place: number) {
		const longer = new Map<string, { tour: number[]; metres: number }>();
		for (const { tour, metres } of ways.values()) {
			for (const stop of this.#all().filter((each) => !tour.includes(each))) {
				const sum = metres + this.#between(tour.at(-1) ?? this.#count, stop);
				if (this.#minutesAt(sum, place) > (this.#limits[stop] ?? Infinity)) continue;
				const key = `${tour.concat(stop).sort(compare).join()}>${stop}`;
				if (sum < (longer.get(key)?.metres ?? Infinity)) {
					longer.set(key, { tour: [...tour, stop], metres: sum });
				}
			}
		}
		return longer;
	}

	#improvedOnce(given: Tour): Tour {
		let best = given;
		for (let from = 0; from < given.tour.length; from += 1) {
			for (let to = from + 1; to <= given.tour.length; to += 1) {
				for (const tour of changesOf(best.tour, from, to)) {
					const cost = this.costOf(tour);
					if (isBetter(cost, best.cost)) best = { tour, cost };
				}
			}
		}
		return best;
	}

	#minutesAt(metres: number, place: number): number {
		return metres / metresPerMinute + place * stayMinutes;
	}

	#between(from: number, to: number): number {
		return this.#metres[from]?.[to] ?? 0;
	}

	#all(): number[] {
		return Array.from({ length: this.#count }, (_, index) => index);
	}
}

/**
 * A part walked the other way round (the step of 2-opt, Croes 1958), and one stop moved forward or
 * back (of or-opt, Or 1976).
 */
function changesOf(tour: readonly number[], from: number, to: number): number[][] {
	const turned = [...tour.slice(0, from), ...tour.slice(from, to).reverse(), ...tour.slice(to)];
	const [first, last] = [tour[from], tour[to]];
	if (first === undefined || last === undefined) return [turned];
	const later = tour.toSpliced(from, 1).toSpliced(to, 0, first);
	const earlier = tour.toSpliced(to, 1).toSpliced(from, 0, last);
	return [turned, later, earlier];
}

/** Infinity minus Infinity is no number, so that equal ones are asked for first. */
function compare(a = Infinity, b = Infinity): number {
	return a === b ? 0 : a - b;
}
