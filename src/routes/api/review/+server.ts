import { reviewSeen } from '$lib/protocol/review';
import { endpointFor, fail, json, noContent, readJson } from '$lib/server/http';
import { markSeen, readReview } from '$lib/server/usecases/read-review';
import type { RequestHandler } from './$types';

const maxBytes = 1_024;

/** Commands without effect and losses of storage, of one's own team. */
export const GET: RequestHandler = endpointFor(async ({ request, locals }, { person }) => {
	const review = await readReview(locals.app, person);
	return review === undefined ? fail('not_permitted') : json(request, review);
});

/** Somebody has looked at it: it leaves the list, and stays in the books. */
export const POST: RequestHandler = endpointFor(async ({ request, locals }, { person }) => {
	const body = await readJson(request, reviewSeen, maxBytes);
	if ('answer' in body) return body.answer;
	const isMarked = await markSeen(locals.app, person, body.value);
	return isMarked ? noContent() : fail('not_found');
});
