import { endpointFor, fail } from '$lib/server/http';
import { mapFiles } from '$lib/server/map/map-files';
import { fetchTile, isTile } from '$lib/server/map/raster-tile';
import type { RequestHandler } from './$types';

/** A picture tile of the operator's tile server, passed on. */
export const GET: RequestHandler = endpointFor(async ({ params, locals }) => {
	const { raster } = await mapFiles(locals.app.settings.dataDir).read();
	const tile = { z: Number(params.z), x: Number(params.x), y: Number(params.y) };
	if (raster === null || !isTile(tile, raster.maxZoom)) return fail('not_found');
	const picture = await fetchTile(raster, tile);
	if (picture === null) return fail('not_found');
	return new Response(picture.bytes, {
		headers: {
			'content-type': picture.type,
			'content-length': String(picture.bytes.byteLength),
			'content-security-policy': "default-src 'none'; sandbox",
			'cache-control': 'private, max-age=604800'
		}
	});
});
