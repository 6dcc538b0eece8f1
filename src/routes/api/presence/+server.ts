import { endpointFor, fail, json } from '$lib/server/http';
import { readPresence } from '$lib/server/usecases/read-presence';
import type { RequestHandler } from './$types';

/** Last contact, unsent work and shifts of one's own team. */
export const GET: RequestHandler = endpointFor(async ({ request, locals }, { person }) => {
	const presence = await readPresence(locals.app, person);
	return presence === undefined ? fail('not_permitted') : json(request, presence);
});
