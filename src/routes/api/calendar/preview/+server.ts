import { calendarEdit } from '$lib/protocol/calendar';
import { endpointFor, fail, json, readJson } from '$lib/server/http';
import { previewCalendar } from '$lib/server/usecases/working-calendar';
import type { RequestHandler } from './$types';

const maxBytes = 4_096;

/** How many open due times a change would move. */
export const POST: RequestHandler = endpointFor(async ({ request, locals }, { person }) => {
	const body = await readJson(request, calendarEdit, maxBytes);
	if ('answer' in body) return body.answer;
	const answer = await previewCalendar(locals.app, person, body.value);
	return answer.ok ? json(request, answer.value) : fail(answer.code);
});
