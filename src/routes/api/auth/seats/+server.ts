import { clearSeat, keepSeat } from '$lib/server/auth/seats';
import { endpointFor, fail, noContent } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** Keeps this session in this browser, so that its person can come back to it after others. */
export const POST: RequestHandler = endpointFor(async ({ request, locals, url }, { person }) => {
	const token = await locals.edge.auth.token(request.headers);
	if (token === null) return fail('signed_out');
	const answer = noContent();
	answer.headers.append('set-cookie', keepSeat(person.id, token, url));
	return answer;
});

/** Keeps it no longer; the session itself goes on. */
export const DELETE: RequestHandler = endpointFor(({ url }, { person }) => {
	const answer = noContent();
	answer.headers.append('set-cookie', clearSeat(person.id, url));
	return answer;
});
