import { endpointFor, fail, noContent } from '$lib/server/http';
import { recallTablet } from '$lib/server/usecases/recall-tablet';
import type { RequestHandler } from './$types';

/** Recalls a tablet of somebody of one's own team. */
export const POST: RequestHandler = endpointFor(async ({ params, locals }, { person }) => {
	const isDone = await recallTablet(locals.app, person, params.replica);
	return isDone ? noContent() : fail('not_permitted');
});
