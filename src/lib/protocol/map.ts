/**
 * The operator's map as a device learns of it.
 *
 * GET /api/map                        -> mapInfo
 * GET /api/map/packs/<sha256>         -> application/vnd.pmtiles, in ranges; the hash is its ETag
 * GET /api/map/raster/<z>/<x>/<y>     -> a picture of 256 px from the operator's tile server
 */
import * as z from 'zod/mini';

/** One vector map of the whole city as a PMTiles file of version 3. */
export const mapPack = z.object({
	/** Names the file: other bytes are another map. */
	sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
	name: z.string(),
	sizeBytes: z.int().check(z.positive()),
	/** [south, west, north, east] in degrees WGS84. */
	bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
	minZoom: z.int(),
	maxZoom: z.int(),
	/** Whom the map's data are owed to; shown wherever it is drawn. */
	credit: z.string(),
	addedAt: z.number()
});
export type MapPack = z.infer<typeof mapPack>;

/** Picture tiles, drawn while there is a connection. Their address stays with the server. */
export const mapRaster = z.object({ credit: z.string(), maxZoom: z.int() });
export type MapRaster = z.infer<typeof mapRaster>;

export const mapInfo = z.object({
	pack: z.nullable(mapPack),
	raster: z.nullable(mapRaster)
});
export type MapInfo = z.infer<typeof mapInfo>;
