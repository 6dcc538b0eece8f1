import { signOutRequest } from '$lib/protocol/session';
import { endpointFor, noContent, readJson } from '$lib/server/http';
import { log } from '$lib/server/log';
import type { RequestHandler } from './$types';

const maxBytes = 1_024;

/** Ends this session; what is on the device stays there, unless its person says to have discarded it. */
export const POST: RequestHandler = endpointFor(async ({ request, locals }, { person }) => {
	const body = await readJson(request, signOutRequest, maxBytes);
	if ('answer' in body) return body.answer;
	const { discarded } = body.value;
	if (discarded !== undefined) log.warn({ person: person.id, discarded }, 'unsent work discarded');
	const answer = noContent();
	for (const cookie of await locals.edge.auth.signOut(request.headers)) {
		answer.headers.append('set-cookie', cookie);
	}
	return answer;
});
