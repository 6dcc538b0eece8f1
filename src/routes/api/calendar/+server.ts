import { calendarEdit } from '$lib/protocol/calendar';
import { endpointFor, fail, json, readJson } from '$lib/server/http';
import { followLater } from '$lib/server/usecases/follow-calendar';
import { changeCalendar, readCalendarDesk } from '$lib/server/usecases/working-calendar';
import type { RequestHandler } from './$types';

const maxBytes = 4_096;

/** Who may change the calendar, and its latest changes. */
export const GET: RequestHandler = endpointFor(async ({ request, locals }, { person }) => {
	const desk = await readCalendarDesk(locals.app, person);
	return desk === undefined ? fail('not_permitted') : json(request, desk);
});

/** One change of it; due times follow after the answer. */
export const POST: RequestHandler = endpointFor(async ({ request, locals }, { person }) => {
	const body = await readJson(request, calendarEdit, maxBytes);
	if ('answer' in body) return body.answer;
	const { app } = locals;
	const deps = { ...app, announce: app.wake.announce };
	const answer = await changeCalendar(deps, person, body.value);
	if (!answer.ok) return fail(answer.code);
	followLater(deps);
	return json(request, answer.value);
});
