import { endpointFor, fail, noContent, readJson } from '$lib/server/http';
import { resetPassword } from '$lib/server/usecases/reset-password';
import { resetPassword as resetRequest } from '$lib/protocol/session';
import type { RequestHandler } from './$types';

const maxBytes = 4_096;

/** Sets the password of a member of one's own team; all sessions of that person end. */
export const POST: RequestHandler = endpointFor(async ({ request, params, locals }, { person }) => {
	const body = await readJson(request, resetRequest, maxBytes);
	if ('answer' in body) return body.answer;
	const target = { personId: params.personId, next: body.value.next };
	const isDone = await resetPassword({ ...locals.edge, db: locals.app.db }, person, target);
	return isDone ? noContent() : fail('not_permitted');
});
