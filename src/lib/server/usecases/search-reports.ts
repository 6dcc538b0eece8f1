/** Search on the server: everything within reach, also what was closed long ago. */
import { actorOf, type Person } from '$lib/domain/people/actor';
import { parseReportNumber } from '$lib/domain/report/number';
import { foldWords } from '$lib/domain/text/fold';
import type { SearchResult } from '$lib/protocol/online';
import type { Database } from '../db/connect';
import { searchReports as findReports } from '../repositories/online';
import { foundReport } from './found-report';
import { mayRead } from './readable-report';

const maxRows = 50;
/** More words than that narrow nothing down any more. */
const maxWords = 8;

/**
 * At most 50 reports, latest first: the one with that number when a number was typed, else those in
 * which all words occur, in either language and spelling. Nothing for an empty question.
 */
export function searchReports(
	db: Database,
	person: Person,
	question: string
): Promise<SearchResult> {
	const number = parseReportNumber(question);
	const words = foldWords(question).slice(0, maxWords);
	if (number === null && words.length === 0) return Promise.resolve([]);
	return db.snapshot(async (tx) => {
		const reports = await findReports(tx, actorOf(person), { number, words }, maxRows);
		return reports.filter((report) => mayRead(person, report)).map(foundReport);
	});
}
