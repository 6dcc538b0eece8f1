import { shiftReport } from '$lib/protocol/shift';
import { endpointFor, fail, json, readJson } from '$lib/server/http';
import { takeShift } from '$lib/server/usecases/take-shift';
import type { RequestHandler } from './$types';

/** 200 points of some 110 bytes, and the shift. */
const maxBytes = 48 * 1024;

/** Takes the caller's own shift and the places shared in it; answers how the shift stands here. */
export const POST: RequestHandler = endpointFor(async ({ request, locals }, { person }) => {
	const retryAfterMs = locals.edge.limits.shifts.waitMs(person.id);
	if (retryAfterMs > 0) return fail('too_many_requests', { retryAfterMs });
	const body = await readJson(request, shiftReport, maxBytes);
	if ('answer' in body) return body.answer;
	const taken = await takeShift(locals.app, person, body.value);
	return taken.ok ? json(request, taken.receipt) : fail(taken.code);
});
