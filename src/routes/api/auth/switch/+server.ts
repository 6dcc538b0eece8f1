import { switchRequest } from '$lib/protocol/session';
import { clearSeat, seatOf } from '$lib/server/auth/seats';
import { endpoint, fail, noContent, readJson } from '$lib/server/http';
import type { RequestHandler } from './$types';

const maxBytes = 1_024;

/**
 * Makes the kept session of a person the one that counts in this browser. Open to whoever has no
 * session: the seat itself is the right, and one that opens nothing is forgotten.
 */
export const POST: RequestHandler = endpoint(async ({ request, locals, url }) => {
	const body = await readJson(request, switchRequest, maxBytes);
	if ('answer' in body) return body.answer;
	const { personId } = body.value;
	const token = seatOf(request.headers, personId);
	const session = token === null ? null : await locals.edge.auth.resume(token);
	const isOwn = session?.personId === personId;
	const answer = isOwn ? noContent() : fail('signed_out');
	const cookies = isOwn ? session.cookies : token === null ? [] : [clearSeat(personId, url)];
	for (const cookie of cookies) answer.headers.append('set-cookie', cookie);
	return answer;
});
