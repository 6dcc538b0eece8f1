/** Where a report lies, in words: the landmark people know, the written address, the area's name. */
import type { Area } from '$lib/domain/city/profile';
import type { Report } from '$lib/domain/report/report';
import { inLanguage } from './labels';

type Placed = Pick<Report, 'landmark' | 'addressText' | 'areaPath'>;

/** The name of the deepest known area of a path ("/muscat/seeb/"), in the page's language. */
export function areaName(path: string, areas: ReadonlyMap<string, Area>): string {
	for (let rest = path; rest.length > 1; rest = parentOf(rest)) {
		const area = areas.get(rest);
		if (area !== undefined) return inLanguage(area.name);
	}
	return '';
}

/** "/muscat/seeb/" -> "/muscat/"; the first step's parent is "/". */
function parentOf(path: string): string {
	return path.slice(0, path.lastIndexOf('/', path.length - 2) + 1);
}

/** One line that finds the place: the landmark, else the address, else the area. */
export function shortPlace(report: Placed, areas: ReadonlyMap<string, Area>): string {
	const named = report.landmark?.trim() || report.addressText.trim();
	return named || areaName(report.areaPath, areas);
}
