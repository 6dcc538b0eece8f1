/**
 * The part of GeoJSON (RFC 7946) that city profiles use, as schemas: positions are [lon, lat] in
 * degrees WGS84, rings are closed. Heights, bounding boxes and foreign members are not kept.
 */
import * as z from 'zod/mini';

const position = z.tuple([
	z.number().check(z.gte(-180), z.lte(180)),
	z.number().check(z.gte(-90), z.lte(90))
]);
const ring = z.array(position).check(
	z.minLength(4),
	z.refine((points) => String(points[0]) === String(points.at(-1)), 'a ring must be closed')
);

export const point = z.object({ type: z.literal('Point'), coordinates: position });
export const lineString = z.object({
	type: z.literal('LineString'),
	coordinates: z.array(position).check(z.minLength(2))
});
export const polygon = z.object({
	type: z.literal('Polygon'),
	coordinates: z.array(ring).check(z.minLength(1))
});
export const multiPolygon = z.object({
	type: z.literal('MultiPolygon'),
	coordinates: z.array(z.array(ring).check(z.minLength(1))).check(z.minLength(1))
});

/** `areas.geojson`: the polygon of each area, joined to the profile by its path. */
export const areaCollection = z.object({
	type: z.literal('FeatureCollection'),
	features: z.array(
		z.object({
			type: z.literal('Feature'),
			properties: z.object({ path: z.string() }),
			geometry: z.discriminatedUnion('type', [polygon, multiPolygon])
		})
	)
});
export type AreaCollection = z.infer<typeof areaCollection>;
