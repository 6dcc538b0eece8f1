import { endpointFor, fail, json } from '$lib/server/http';
import { readHistory } from '$lib/server/usecases/read-history';
import type { RequestHandler } from './$types';

/** Everything that happened to a report, from its reception. */
export const GET: RequestHandler = endpointFor(async ({ request, params, locals }, { person }) => {
	const history = await readHistory(locals.app.db, person, params.id);
	return history === undefined ? fail('not_found') : json(request, history);
});
