import { endpoint, fail, json, readJson } from '$lib/server/http';
import { log } from '$lib/server/log';
import { findPerson } from '$lib/server/repositories/people';
import { readSignedIn } from '$lib/server/usecases/read-signed-in';
import { signInRequest } from '$lib/protocol/session';
import type { RequestHandler } from './$types';

const maxBytes = 4_096;

/** Opens a session for a name and a password. */
export const POST: RequestHandler = endpoint(async ({ request, locals, getClientAddress }) => {
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
	return json(request, await readSignedIn(app, person), { headers });
});
