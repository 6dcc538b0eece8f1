import { ruleChange } from '$lib/protocol/routing';
import { endpointFor, fail, json, readJson } from '$lib/server/http';
import { changeRules, readRules } from '$lib/server/usecases/routing-rules';
import type { RequestHandler } from './$types';

const maxBytes = 32_768;

/** The routing rules in their order. */
export const GET: RequestHandler = endpointFor(async ({ request, locals }, { person }) => {
	const list = await readRules(locals.app, person);
	return list === undefined ? fail('not_permitted') : json(request, list);
});

/** One change of them; the answer is the list as it stands then. */
export const POST: RequestHandler = endpointFor(async ({ request, locals }, { person }) => {
	const body = await readJson(request, ruleChange, maxBytes);
	if ('answer' in body) return body.answer;
	const answer = await changeRules(locals.app, person, body.value);
	return answer.ok ? json(request, answer.value) : fail(answer.fault.code, answer.fault);
});
