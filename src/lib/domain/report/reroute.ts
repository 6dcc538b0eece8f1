/** Where a report goes when its category changes. */
import type { Category } from '../city/profile';
import { route } from '../dispatch/route';
import type { Policy } from './decision';
import { statusTable } from './lifecycle';
import type { Report, ReportPatch } from './report';

/**
 * The queue that the rules name for a report under another category, and why. Nothing where somebody
 * has or has had it, by hand or by a rule: who has work keeps it until a person takes it. Nothing where
 * no rules are known either, as on a device, which awaits the server.
 * Source: domain rules, "Dispatch".
 */
export function reroute(
	report: Report,
	category: Category,
	{ routing, clock }: Pick<Policy, 'routing' | 'clock'>
): ReportPatch {
	const isTaken = report.assignEpoch > 0 || !statusTable[report.status].isUnassigned;
	if (isTaken || routing.length === 0) return {};
	const { directorateId, teamId, ruleId, routed } = route({ ...report, category }, routing, clock);
	return { directorateId, teamId, routedBy: ruleId, routed };
}
