import { endpointFor, fail, json } from '$lib/server/http';
import { readChain } from '$lib/server/usecases/read-history';
import type { RequestHandler } from './$types';

/** Whether the history of a report is whole, by the hashes of its entries. */
export const GET: RequestHandler = endpointFor(async ({ request, params, locals }, { person }) => {
	const chain = await readChain(locals.app.db, person, params.id);
	return chain === undefined ? fail('not_found') : json(request, chain);
});
