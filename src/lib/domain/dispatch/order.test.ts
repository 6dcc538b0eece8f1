import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactStops, insertStop, lengthMetres, orderStops, pace, type Stop } from './order';

const now = 1_000_000;
const minute = 60_000;
const start = { lat: 23.6, lon: 58.4 };

/** A stop so many metres east and north of the start. */
const at = (id: string, east: number, north: number, dueMinutes: number | null = null): Stop => ({
	id,
	lat: start.lat + north / 111_195,
	lon: start.lon + east / (111_195 * Math.cos((start.lat * Math.PI) / 180)),
	dueAt: dueMinutes === null ? null : now + dueMinutes * minute
});
const ids = (stops: readonly Stop[]) => stops.map(({ id }) => id);

/** How many keepable due times an order misses; written apart from the code that it judges. */
function missed(order: readonly Stop[]): number {
	return order.filter((stop, place) => {
		if (stop.dueAt === null) return false;
		const minutes = (metres: number) => metres / pace.metresPerMinute;
		const dueMinutes = (stop.dueAt - now) / minute;
		if (minutes(lengthMetres(start, [stop])) > dueMinutes) return false;
		const way = lengthMetres(start, order.slice(0, place + 1));
		return minutes(way) + place * pace.stayMinutes > dueMinutes + 1e-9;
	}).length;
}

function nearestNext(stops: readonly Stop[]): Stop[] {
	const left = stops.toSorted((a, b) => (a.id < b.id ? -1 : 1));
	const order: Stop[] = [];
	while (left.length > 0) {
		const from = order.at(-1) ?? start;
		const metres = left.map((stop) => lengthMetres(from, [stop]));
		order.push(...left.splice(metres.indexOf(Math.min(...metres)), 1));
	}
	return order;
}

const byDue = (stops: readonly Stop[]) =>
	stops.toSorted((a, b) => (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity));

function permutations<T>(list: readonly T[]): T[][] {
	if (list.length === 0) return [[]];
	return list.flatMap((item, i) =>
		permutations(list.toSpliced(i, 1)).map((rest) => [item, ...rest])
	);
}

const someStops = (most: number) =>
	fc
		.array(
			fc.record({
				east: fc.integer({ min: -20_000, max: 20_000 }),
				north: fc.integer({ min: -20_000, max: 20_000 }),
				due: fc.option(fc.integer({ min: -60, max: 600 }))
			}),
			{ maxLength: most }
		)
		.map((list) => list.map(({ east, north, due }, i) => at(`stop-${i}`, east, north, due)));

describe('the order of a day', () => {
	it('goes along a line instead of to and fro', () => {
		const stops = [at('c', 3000, 0), at('a', 1000, 0), at('d', 4000, 0), at('b', 2000, 0)];
		expect(ids(orderStops(start, stops, now))).toEqual(['a', 'b', 'c', 'd']);
	});

	it('visits a far stop first when it is due before the near ones are done', () => {
		const stops = [at('near', 400, 0), at('far', -8000, 0, 25)];
		expect(ids(orderStops(start, stops, now))).toEqual(['far', 'near']);
	});

	it('lets a stop that is late already lie on the way, because nothing can keep it any more', () => {
		const stops = [at('near', 400, 0), at('late', 8000, 0, -30)];
		expect(ids(orderStops(start, stops, now))).toEqual(['near', 'late']);
	});

	it('answers the same whatever the order of the question', () => {
		fc.assert(
			fc.property(someStops(12), (stops) => {
				const answer = ids(orderStops(start, stops, now));
				expect(ids(orderStops(start, stops.toReversed(), now))).toEqual(answer);
			}),
			{ numRuns: 40 }
		);
	});

	it('names every stop exactly once, whatever they are', () => {
		fc.assert(
			fc.property(someStops(25), (stops) => {
				expect(ids(orderStops(start, stops, now)).sort()).toEqual(ids(stops).sort());
			}),
			{ numRuns: 40 }
		);
	});

	it('is never worse than nearest-next: fewer due times missed, or as many on no longer a way', () => {
		fc.assert(
			fc.property(someStops(25), (stops) => {
				const [ours, plain] = [orderStops(start, stops, now), nearestNext(stops)];
				expect(missed(ours)).toBeLessThanOrEqual(missed(plain));
				if (missed(ours) < missed(plain)) return;
				expect(lengthMetres(start, ours)).toBeLessThanOrEqual(lengthMetres(start, plain) + 0.01);
			}),
			{ numRuns: 40 }
		);
	});

	it('keeps every due time that the order of due times keeps', () => {
		fc.assert(
			fc.property(someStops(25), (stops) => {
				const ours = orderStops(start, stops, now);
				expect(missed(ours)).toBeLessThanOrEqual(missed(byDue(stops)));
			}),
			{ numRuns: 40 }
		);
	});

	it(`keeps all due times of up to ${exactStops} stops where any order does, by the shortest way`, () => {
		fc.assert(
			fc.property(someStops(6), (stops) => {
				const kept = permutations(stops).filter((order) => missed(order) === 0);
				if (kept.length === 0) return;
				const ours = orderStops(start, stops, now);
				const shortest = Math.min(...kept.map((order) => lengthMetres(start, order)));
				expect(missed(ours)).toBe(0);
				expect(lengthMetres(start, ours)).toBeCloseTo(shortest, 1);
			}),
			{ numRuns: 40 }
		);
	});

	it('orders sixty stops of a full day', () => {
		const stops = Array.from({ length: 60 }, (_, i) =>
			at(
				`s${i}`,
				((i * 7919) % 30_000) - 15_000,
				((i * 104_729) % 30_000) - 15_000,
				i % 3 ? null : 60 * i
			)
		);
		expect(orderStops(start, stops, now)).toHaveLength(60);
	});
});

describe('a stop that comes later', () => {
	it('is put where it lengthens the way least, and moves nothing else', () => {
		const order = [at('a', 1000, 0), at('b', 3000, 0), at('c', 9000, 0)];
		expect(ids(insertStop(start, order, at('new', 5000, 0)))).toEqual(['a', 'b', 'new', 'c']);
	});

	it('comes first when it lies before the first stop', () => {
		expect(ids(insertStop(start, [at('a', 1000, 0)], at('new', 400, 0)))).toEqual(['new', 'a']);
	});

	it('finds its place without a position too', () => {
		expect(ids(insertStop(null, [at('a', 0, 0), at('b', 2000, 0)], at('new', 1000, 0)))).toEqual([
			'a',
			'new',
			'b'
		]);
	});
});
