import { endpointFor, fail, json } from '$lib/server/http';
import { searchReports } from '$lib/server/usecases/search-reports';
import type { RequestHandler } from './$types';

const maxQuestionLength = 200;

/** Reports within reach by number or words, closed ones too. */
export const GET: RequestHandler = endpointFor(async ({ request, url, locals }, { person }) => {
	const question = url.searchParams.get('q') ?? '';
	if (question.length > maxQuestionLength) return fail('malformed', { field: 'q' });
	return json(request, await searchReports(locals.app.db, person, question));
});
