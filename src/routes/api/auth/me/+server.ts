import { endpointFor, json } from '$lib/server/http';
import { readSignedIn } from '$lib/server/usecases/read-signed-in';
import type { RequestHandler } from './$types';

/** Who is signed in. */
export const GET: RequestHandler = endpointFor(async ({ request, locals }, { person }) => {
	return json(request, await readSignedIn(locals.app, person));
});
