import { signOutRequest } from '$lib/protocol/session';
import { endpointFor, noContent, readJson } from '$lib/server/http';
import { clearSeat } from '$lib/server/auth/seats';
import { installOf } from '$lib/server/install-cookie';
import { noteDiscarded } from '$lib/server/usecases/discard-work';
import type { RequestHandler } from './$types';

const maxBytes = 1_024;

/** Ends this session and its seat; what is on the device stays there, unless its person says to have discarded it. */
export const POST: RequestHandler = endpointFor(
	async ({ request, locals, cookies, url }, { person }) => {
		// Pages of the first version send no body.
		const isPlain = request.headers.get('content-type') === null;
		const body = isPlain ? { value: {} } : await readJson(request, signOutRequest, maxBytes);
		if ('answer' in body) return body.answer;
		const { discarded } = signOutRequest.parse(body.value);
		if (discarded !== undefined) {
			await noteDiscarded(locals.app, {
				personId: person.id,
				install: installOf(cookies),
				discarded
			});
		}
		const answer = noContent();
		answer.headers.append('set-cookie', clearSeat(person.id, url));
		for (const cookie of await locals.edge.auth.signOut(request.headers)) {
			answer.headers.append('set-cookie', cookie);
		}
		return answer;
	}
);
