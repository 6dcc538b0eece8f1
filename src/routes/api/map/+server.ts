import { endpointFor, json } from '$lib/server/http';
import { infoOf, mapFiles } from '$lib/server/map/map-files';
import type { RequestHandler } from './$types';

/** Which map the operator has given this city, if any. */
export const GET: RequestHandler = endpointFor(async ({ request, locals }) => {
	const files = mapFiles(locals.app.settings.dataDir);
	return json(request, infoOf(await files.read()));
});
