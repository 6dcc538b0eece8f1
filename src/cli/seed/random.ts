/**
 * Repeatable chance: the same seed gives the same city. Mulberry32, good enough to scatter points
 * and far from good enough for secrets.
 */
export interface Random {
	/** At least 0, below 1. */
	next(): number;
	/** Whole number, both ends included. */
	int(min: number, max: number): number;
	chance(probability: number): boolean;
	pick<T>(list: readonly T[]): T;
	/** One of the list, by weight; weights need not add up to one. */
	weighted<T extends { share: number }>(list: readonly T[]): T;
	/** Log-normal around a median; `spread` 0.6 is wide. */
	around(median: number, spread: number): number;
	/** Evenly scattered in a disk. */
	near(centre: { lat: number; lon: number }, radiusMetres: number): { lat: number; lon: number };
	/** A UUID of version 7 whose time is `at`. */
	uuidAt(at: number): string;
}

const metresPerDegree = 111_320;

export function createRandom(seed: string): Random {
	let state = [...seed].reduce(
		(hash, char) => Math.imul(hash ^ char.charCodeAt(0), 16_777_619),
		2_166_136_261
	);
	const next = () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
	};
	const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
	const hex = (digits: number) =>
		Array.from({ length: digits }, () => int(0, 15).toString(16)).join('');
	return {
		next,
		int,
		chance: (probability) => next() < probability,
		pick: (list) => chosen(list, int(0, list.length - 1)),
		weighted: (list) => {
			let left = next() * list.reduce((sum, item) => sum + item.share, 0);
			const found = list.findIndex((item) => (left -= item.share) < 0);
			return chosen(list, found < 0 ? list.length - 1 : found);
		},
		around: (median, spread) => {
			const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
			return median * Math.exp(normal * spread);
		},
		near: ({ lat, lon }, radiusMetres) => {
			const angle = 2 * Math.PI * next();
			const metres = radiusMetres * Math.sqrt(next());
			const north = (metres * Math.sin(angle)) / metresPerDegree;
			const east = (metres * Math.cos(angle)) / (metresPerDegree * Math.cos((lat * Math.PI) / 180));
			return { lat: rounded(lat + north), lon: rounded(lon + east) };
		},
		uuidAt: (at) => {
			const time = Math.max(0, Math.floor(at)).toString(16).padStart(12, '0');
			const variant = chosen(['8', '9', 'a', 'b'], int(0, 3));
			return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${variant}${hex(3)}-${hex(12)}`;
		}
	};
}

/** Six decimals are a tenth of a metre. */
const rounded = (degrees: number) => Math.round(degrees * 1e6) / 1e6;

function chosen<T>(list: readonly T[], index: number): T {
	const item = list[index];
	if (item === undefined) throw new RangeError('Cannot choose from an empty list');
	return item;
}
