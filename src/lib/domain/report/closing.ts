/**
 * Closed by mistake: how long a confirmation can be taken back, and what stands again when it is.
 *
 * 1. It is no reopening: the epoch, the clocks, the first closing and the count of rework are as if
 *    the report had never been confirmed.
 * 2. It is judged by the server's clock on both sides, so that no device's clock opens the window.
 * 3. Only a confirmation is taken back; what the office closed without a visit is reopened.
 */
import { statusChange, type Circumstance } from './decision';
import type { Edge } from './lifecycle';
import type { Refusal } from './refusal';
import type { Report, ReportPatch } from './report';

/** Three days: who confirms on a Thursday notices it on Sunday morning. */
export const takeBackMs = 3 * 24 * 60 * 60 * 1000;

type Closed = Pick<Report, 'confirmedById' | 'endedAt'>;

/** Until when a confirmation can be taken back, ms; null where there is none. */
export function takeBackUntil({ confirmedById, endedAt }: Closed): number | null {
	return confirmedById === null || endedAt === null ? null : endedAt + takeBackMs;
}

/** Why a closing stands at `now` (ms); null where it can be taken back. */
export function closingStands(report: Closed, now: number): Refusal | null {
	const until = takeBackUntil(report);
	return until === null || now > until ? 'closing_stands' : null;
}

/** The values from before the confirmation; the review clock goes on counting from the finish. */
export function beforeClosing(report: Report, edge: Edge, circumstance: Circumstance): ReportPatch {
	const { finish, closedAt, endedAt } = report;
	return {
		...statusChange(report, edge, { ...circumstance, at: finish?.at ?? circumstance.at }),
		outcome: null,
		closedAt: closedAt === endedAt ? null : closedAt,
		endedAt: null,
		confirmedById: null,
		confirmOverride: null
	};
}
