/**
 * The cells of a grid over the earth by which the cache finds what lies near: 0.005 degrees each way,
 * half a kilometre.
 *
 * 1. Cells of one row follow each other, so that a part of a row is one range of numbers.
 * 2. A block of cells holds everything within `reachMetres` of its middle, and more.
 * 3. Blocks across a pole or the date line are none: null, and whoever asks reads everything.
 */
import { distanceMetres } from '$lib/domain/geo/distance';
import type { GeoPoint } from '$lib/domain/geo/point';

const perDegree = 200;
const columns = 360 * perDegree;
const rows = 180 * perDegree;
/** Meridians come together within a block: what that may take off its width, and rounding. */
const safety = 0.98;

const rowOf = ({ lat }: GeoPoint) => Math.min(rows - 1, Math.floor((lat + 90) * perDegree));
const columnOf = ({ lon }: GeoPoint) => Math.min(columns - 1, Math.floor((lon + 180) * perDegree));

/** The number of the cell that a place lies in. */
export const cellOf = (place: GeoPoint): number => rowOf(place) * columns + columnOf(place);

export interface Block {
	/** First and last cell of each row. */
	ranges: readonly (readonly [number, number])[];
	reachMetres: number;
}

/** The cell of a place with as many cells around it as `rings`, 0 or more. */
export function blockAround(place: GeoPoint, rings: number): Block | null {
	const [row, column] = [rowOf(place), columnOf(place)];
	const [south, north, west, east] = [row - rings, row + rings, column - rings, column + rings];
	if (south < 0 || north >= rows || west < 0 || east >= columns) return null;
	const edges: GeoPoint[] = [
		{ ...place, lat: south / perDegree - 90 },
		{ ...place, lat: (north + 1) / perDegree - 90 },
		{ ...place, lon: west / perDegree - 180 },
		{ ...place, lon: (east + 1) / perDegree - 180 }
	];
	return {
		ranges: Array.from({ length: 2 * rings + 1 }, (_, nth) => {
			const first = (south + nth) * columns;
			return [first + west, first + east];
		}),
		reachMetres: safety * Math.min(...edges.map((edge) => distanceMetres(place, edge)))
	};
}
