/** Where a new report goes: the first routing rule whose conditions all hold, else the duty queue. */
import type { Category, Profile } from '../city/profile';
import { isWithinArea } from '../geo/area-path';

export interface RouteDecision {
	directorateId: string | null;
	/** Null: the duty queue. */
	teamId: string | null;
	/** The rule that decided; null where none matched. */
	ruleId: string | null;
}

const dutyQueue: RouteDecision = { directorateId: null, teamId: null, ruleId: null };

export function route(
	report: { areaPath: string; category: Pick<Category, 'id' | 'sector'> },
	rules: Profile['routing']
): RouteDecision {
	const rule = rules.find(
		(rule) =>
			matches(rule.areas, (area) => isWithinArea(report.areaPath, area)) &&
			matches(rule.categories, (id) => id === report.category.id) &&
			matches(rule.sectors, (id) => id === report.category.sector)
	);
	if (rule === undefined) return dutyQueue;
	return { directorateId: rule.directorateId, teamId: rule.teamId, ruleId: rule.id };
}

/** An absent or empty condition holds for everything. */
function matches(condition: readonly string[] | undefined, test: (value: string) => boolean) {
	return condition === undefined || condition.length === 0 || condition.some(test);
}
