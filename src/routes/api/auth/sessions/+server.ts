import { endpointFor, json } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** Where one is signed in. */
export const GET: RequestHandler = endpointFor(async ({ request, locals }, { person, sessionId }) =>
	json(request, await locals.edge.auth.sessions(person.id, sessionId))
);
