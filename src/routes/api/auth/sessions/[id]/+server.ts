import { endpointFor, fail, noContent } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** Ends one of one's own sessions. */
export const DELETE: RequestHandler = endpointFor(async ({ params, locals }, { person }) =>
	(await locals.edge.auth.revoke(person.id, params.id)) ? noContent() : fail('not_found')
);
