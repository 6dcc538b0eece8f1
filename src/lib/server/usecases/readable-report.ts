/** The one answer to "may this person read this report on the server". */
import { actorOf, reaches, type Person } from '$lib/domain/people/actor';
import { keepersOf } from '$lib/domain/report/scope';
import type { Report } from '$lib/domain/report/report';
import type { Tx } from '../db/tables';
import { findReport } from '../repositories/reports';

/** Whether a report is within a person's reach, in the person's hands, or registered by the person. Fails closed. */
export function mayRead(person: Person, report: Report): boolean {
	if (!person.active) return false;
	return reaches(actorOf(person), report) || keepersOf(report).includes(person.id);
}

/** The report when the person may read it; a foreign one and one that is not there look the same. */
export async function findReadable(
	tx: Tx,
	person: Person,
	reportId: string
): Promise<Report | undefined> {
	const report = await findReport(tx, reportId);
	return report !== undefined && mayRead(person, report) ? report : undefined;
}
