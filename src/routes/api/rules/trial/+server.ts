import { ruleChange } from '$lib/protocol/routing';
import { endpointFor, fail, json, readJson } from '$lib/server/http';
import { tryChange } from '$lib/server/usecases/routing-rules';
import type { RequestHandler } from './$types';

const maxBytes = 32_768;

/** What a change would have done with the reports of the last 30 days. */
export const POST: RequestHandler = endpointFor(async ({ request, locals }, { person }) => {
	const body = await readJson(request, ruleChange, maxBytes);
	if ('answer' in body) return body.answer;
	const answer = await tryChange(locals.app, person, body.value);
	return answer.ok ? json(request, answer.value) : fail(answer.fault.code, answer.fault);
});
