/**
 * Whether a report answers a search: by its number in any digits and spelling, or by every asked
 * word standing somewhere in its place, its words or its category, in either language.
 */
import type { Area, Category } from '$lib/domain/city/profile';
import { parseReportNumber } from '$lib/domain/report/number';
import type { Report } from '$lib/domain/report/report';
import { latinDigits } from '$lib/domain/text/digits';
import { fold, matching } from '$lib/domain/text/fold';

/** What names stand behind a report's codes. */
export interface SearchNames {
	categories: ReadonlyMap<string, Category>;
	areas: ReadonlyMap<string, Area>;
}

/** True where the report answers `query`; an empty query is answered by every report. */
export function answersSearch(report: Report, query: string, names: SearchNames): boolean {
	return searching(query, names)(report);
}

/** The same for many reports: the query is read once, and each report's words are folded once. */
export function searching(query: string, names: SearchNames): (report: Report) => boolean {
	const asked = query.trim();
	if (asked === '') return () => true;
	const number = parseReportNumber(asked);
	if (number !== null) return (report) => report.number === number;
	const isAnswer = matching(asked);
	const { categories, areas } = names;
	const isPart = partOfNumber(asked);
	return (report) => isPart(report.number) || isAnswer(foldedText(report, { categories, areas }));
}

interface Folded extends SearchNames {
	text: string;
}
const kept = new WeakMap<Report, Folded>();

/** A report's words, folded; kept as long as the report stands as it is. */
export function foldedText(report: Report, names: SearchNames): string {
	const { categories, areas } = names;
	const known = kept.get(report);
	if (known?.categories === categories && known.areas === areas) return known.text;
	const text = fold(searchText(report, names));
	kept.set(report, { categories, areas, text });
	return text;
}

/** A few digits of the running number are what people remember of it. */
function partOfNumber(asked: string): (number: string) => boolean {
	const bare = bareNumber(asked);
	if (!/\d{3}/u.test(bare)) return () => false;
	return (number) => bareNumber(number).includes(bare);
}

const bareNumber = (text: string) =>
	latinDigits(text)
		.toLowerCase()
		.replace(/[^a-z0-9]/gu, '');

function searchText(report: Report, { categories, areas }: SearchNames): string {
	const category = categories.get(report.categoryId)?.name;
	const area = areas.get(report.areaPath)?.name;
	return [
		report.landmark,
		report.addressText,
		report.accessNote,
		report.description,
		category?.ar,
		category?.en,
		area?.ar,
		area?.en
	]
		.filter(Boolean)
		.join(' ');
}
