import { endpointFor, fail, json } from '$lib/server/http';
import { readViews } from '$lib/server/usecases/saved-views';
import type { RequestHandler } from './$types';

/** Own views of the desk, and those that colleagues share. */
export const GET: RequestHandler = endpointFor(async ({ request, locals }, { person }) => {
	const views = await readViews(locals.app, person);
	return views === null ? fail('not_permitted') : json(request, views);
});
