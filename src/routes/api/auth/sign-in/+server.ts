import { endpoint, fail, json, readJson } from '$lib/server/http';
import type { Edge } from '$lib/server/open-edge';
import { log } from '$lib/server/log';
import { findPerson } from '$lib/server/repositories/people';
import { readSignedIn } from '$lib/server/usecases/read-signed-in';
import { signInRequest } from '$lib/protocol/session';
import { clearSeat, keepSeat, seatOf } from '$lib/server/auth/seats';
import type { RequestHandler } from './$types';

const maxBytes = 4_096;

/** Opens a session for a name and a password; a seat of the person in this browser is its from then on. */
export const POST: RequestHandler = endpoint(async ({ request, locals, url, getClientAddress }) => {
	const { app, edge } = locals;
	const body = await readJson(request, signInRequest, maxBytes);
	if ('answer' in body) return body.answer;
	const result = await edge.auth.signIn(body.value, getClientAddress(), request.headers);
	if (!result.ok && result.reason === 'too_many_requests') {
		log.warn({ requestId: locals.requestId }, 'sign-in was slowed down');
	}
	if (!result.ok) return fail(result.reason, { retryAfterMs: result.retryAfterMs });
	const person = await findPerson(app.db.kysely, result.personId);
	if (person === undefined) return fail('wrong_password');
	const headers = new Headers();
	for (const cookie of result.cookies) headers.append('set-cookie', cookie);
	const former = seatOf(request.headers, person.id);
	if (former !== null)
		headers.append('set-cookie', await renewSeat(edge, person.id, former, result, url));
	return json(request, await readSignedIn(app, person), { headers });
});

/** The session that was kept before ends: nobody could come back to it any more. */
async function renewSeat(
	{ auth }: Edge,
	personId: string,
	former: string,
	{ cookies }: { cookies: string[] },
	url: URL
): Promise<string> {
	const ended = await auth.resume(former);
	if (ended?.personId === personId) await auth.revoke(personId, ended.id);
	const pairs = cookies.map((cookie) => cookie.split(';')[0]).join('; ');
	const token = await auth.token(new Headers({ cookie: pairs }));
	return token === null ? clearSeat(personId, url) : keepSeat(personId, token, url);
}
