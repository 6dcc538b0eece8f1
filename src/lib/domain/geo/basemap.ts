/**
 * The sketch basemap: what the built-in map is drawn from where the operator has no tiles.
 *
 * 1. Features stand in drawing order: land, sea and islands first, labelled points last.
 * 2. A feature shows from `minZoom` on; a name is a label in the language of the reader.
 * 3. It is drawn by hand and rough: never for navigation and never to decide an area.
 */
import * as z from 'zod/mini';
import { bilingual } from '../city/profile';
import { lineString, multiPolygon, point, polygon } from './geojson';

export const basemapKinds = [
	'land',
	'sea',
	'island',
	'urban',
	'park',
	'wadi',
	'road',
	'wilayat',
	'suburb',
	'landmark'
] as const;
export type BasemapKind = (typeof basemapKinds)[number];

export const basemapFeature = z.object({
	type: z.literal('Feature'),
	properties: z.object({
		kind: z.enum(basemapKinds),
		minZoom: z.number(),
		name: z.optional(bilingual)
	}),
	geometry: z.discriminatedUnion('type', [point, lineString, polygon, multiPolygon])
});
export type BasemapFeature = z.infer<typeof basemapFeature>;

/** `basemap.geojson` of a city profile. */
export const basemapCollection = z.object({
	type: z.literal('FeatureCollection'),
	features: z.array(basemapFeature)
});
export type BasemapCollection = z.infer<typeof basemapCollection>;
