import { statusTable } from './lifecycle';
import type { Report } from './report';

/** Whether a report is the person's to work on now: field work that is assigned to him. */
export function isJobOf(report: Report, personId: string): boolean {
	return statusTable[report.status].isFieldWork && report.assignment?.assigneeId === personId;
}
