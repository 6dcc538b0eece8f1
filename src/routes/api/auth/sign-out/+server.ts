import { endpointFor, noContent } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** Ends this session; what is on the device stays there. */
export const POST: RequestHandler = endpointFor(async ({ request, locals }) => {
	const answer = noContent();
	for (const cookie of await locals.edge.auth.signOut(request.headers)) {
		answer.headers.append('set-cookie', cookie);
	}
	return answer;
});
