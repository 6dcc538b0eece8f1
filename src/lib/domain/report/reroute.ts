/** Where a report goes when its category changes. */
import type { Category, Profile } from '../city/profile';
import { route } from '../dispatch/route';
import { statusTable } from './lifecycle';
import type { Report, ReportPatch } from './report';

/**
 * The queue that the rules name for a report under another category. Nothing where a person has
 * assigned it by hand before, or where no rules are known (on a device, which awaits the server).
 * Source: domain rules, "Dispatch".
 */
export function reroute(
	report: Pick<Report, 'status' | 'areaPath' | 'assignEpoch'>,
	category: Category,
	rules: Profile['routing']
): ReportPatch {
	const isByHand = report.assignEpoch > 0 || !statusTable[report.status].isUnassigned;
	if (isByHand || rules.length === 0) return {};
	const { directorateId, teamId, ruleId } = route({ areaPath: report.areaPath, category }, rules);
	return { directorateId, teamId, routedBy: ruleId };
}
