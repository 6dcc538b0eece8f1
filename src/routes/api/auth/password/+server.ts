import { endpointFor, fail, noContent, readJson } from '$lib/server/http';
import { changePassword } from '$lib/protocol/session';
import type { RequestHandler } from './$types';

const maxBytes = 4_096;

/** Changes one's own password; the other sessions end. */
export const POST: RequestHandler = endpointFor(
	async ({ request, locals, getClientAddress }, { person, sessionId }) => {
		const body = await readJson(request, changePassword, maxBytes);
		if ('answer' in body) return body.answer;
		const result = await locals.edge.auth.changePassword(
			{ id: sessionId, personId: person.id },
			{ ...body.value, address: getClientAddress() }
		);
		return result.ok ? noContent() : fail(result.reason, { retryAfterMs: result.retryAfterMs });
	}
);
