import { endpointFor, fail, json } from '$lib/server/http';
import { readNearby } from '$lib/server/usecases/read-nearby';
import type { RequestHandler } from './$types';

/** Open reports of the own team around a report in one's hands. */
export const GET: RequestHandler = endpointFor(async ({ request, params, locals }, { person }) => {
	const near = await readNearby(locals.app.db, person, params.id);
	return near === undefined ? fail('not_found') : json(request, near);
});
