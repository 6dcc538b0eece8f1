/**
 * Whether a report answers a search: by its number in any digits and spelling, or by every asked
 * word standing somewhere in its place, its words or its category, in either language.
 */
import type { Area, Category } from '$lib/domain/city/profile';
import { parseReportNumber } from '$lib/domain/report/number';
import type { Report } from '$lib/domain/report/report';
import { latinDigits } from '$lib/domain/text/digits';
import { matches } from '$lib/domain/text/fold';

/** What names stand behind a report's codes. */
export interface SearchNames {
	categories: ReadonlyMap<string, Category>;
	areas: ReadonlyMap<string, Area>;
}

/** True where the report answers `query`; an empty query is answered by every report. */
export function answersSearch(report: Report, query: string, names: SearchNames): boolean {
	const asked = query.trim();
	if (asked === '') return true;
	const number = parseReportNumber(asked);
	if (number !== null) return report.number === number;
	return isPartOfNumber(asked, report.number) || matches(asked, searchText(report, names));
}

/** A few digits of the running number are what people remember of it. */
function isPartOfNumber(asked: string, number: string): boolean {
	const bare = bareNumber(asked);
	return /\d{3}/u.test(bare) && bareNumber(number).includes(bare);
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
