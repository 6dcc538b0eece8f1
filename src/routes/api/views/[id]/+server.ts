import { viewToSave } from '$lib/protocol/view';
import { endpointFor, fail, noContent, readJson } from '$lib/server/http';
import { forgetView, keepView } from '$lib/server/usecases/saved-views';
import type { RequestHandler } from './$types';

const maxBytes = 16_384;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Saves a view under an id that the device has made, or changes an own one. */
export const PUT: RequestHandler = endpointFor(async ({ request, params, locals }, { person }) => {
	if (!uuid.test(params.id)) return fail('malformed', { field: 'id' });
	const body = await readJson(request, viewToSave, maxBytes);
	if ('answer' in body) return body.answer;
	const refused = await keepView(locals.app, person, params.id, body.value);
	if (refused === 'too_many') return fail('conflict', { field: 'count' });
	return refused === null ? noContent() : fail(refused);
});

/** Forgets an own view. */
export const DELETE: RequestHandler = endpointFor(async ({ params, locals }, { person }) => {
	const refused = await forgetView(locals.app, person, params.id);
	if (refused === 'too_many') return fail('conflict');
	return refused === null ? noContent() : fail(refused);
});
