/**
 * How far a point lies from the nearest edge of a polygon, holes included.
 *
 * Measured on a plane laid through the point: within a few kilometres of it the error is far below
 * the accuracy of any pin. @turf/point-to-polygon-distance gives the same on the sphere, but at a
 * few thousand points a second, which an import of a coastal city does not bear.
 */
import type { MultiPolygon, Polygon, Position } from 'geojson';

const metresPerDegree = 111_195;

/** Metres from `position` ([lon, lat]) to the nearest edge, for places nearer than about 50 km. */
export function metresToEdge(position: Position, geometry: Polygon | MultiPolygon): number {
	const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
	let nearestSquared = Infinity;
	for (const ring of rings) {
		nearestSquared = Math.min(nearestSquared, squaredToRing(position, ring));
	}
	return Math.sqrt(nearestSquared);
}

function squaredToRing([lon = NaN, lat = NaN]: Position, ring: readonly Position[]): number {
	const lonMetres = metresPerDegree * Math.cos((lat * Math.PI) / 180);
	let nearest = Infinity;
	let [fromX, fromY] = [NaN, NaN];
	for (const [vertexLon = NaN, vertexLat = NaN] of ring) {
		const x = (vertexLon - lon) * lonMetres;
		const y = (vertexLat - lat) * metresPerDegree;
		// The first vertex has no edge before it: NaN never wins the comparison.
		const squared = squaredToSegment(fromX, fromY, x, y);
		if (squared < nearest) nearest = squared;
		fromX = x;
		fromY = y;
	}
	return nearest;
}

/** Squared distance from the origin to the segment between two points. */
function squaredToSegment(fromX: number, fromY: number, toX: number, toY: number): number {
	const [dx, dy] = [toX - fromX, toY - fromY];
	const lengthSquared = dx * dx + dy * dy;
	const along = lengthSquared === 0 ? 0 : -(fromX * dx + fromY * dy) / lengthSquared;
	const share = Math.max(0, Math.min(1, along));
	const [x, y] = [fromX + share * dx, fromY + share * dy];
	return x * x + y * y;
}
