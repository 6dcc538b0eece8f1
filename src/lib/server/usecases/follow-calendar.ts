/**
 * Due times of open reports follow a change of the working calendar or of a category's targets:
 *
 *   change stored ─▶ open reports in pieces: due times worked out anew, an event says why, feeds bumped
 *
 * 1. A piece and how far it has come are one transaction: after a crash it goes on where it stood, and
 *    no report follows the same change twice.
 * 2. A report whose due times do not move gets no event; one with a promised time keeps it.
 * 3. Other targets move the reports of their category alone.
 */
import { movedDues } from '$lib/domain/report/deadline';
import type { DueMove, ReportEvent } from '$lib/domain/report/event';
import { project } from '$lib/domain/report/project';
import type { Report } from '$lib/domain/report/report';
import type { CalendarReason } from '$lib/domain/time/calendar-change';
import type { TargetsReason } from '$lib/domain/time/targets-change';
import type { ServerApp } from '../app';
import type { Tx } from '../db/tables';
import { log } from '../log';
import { lockOpenChange, noteFollowed, openReportIds } from '../repositories/calendar-changes';
import { addEvents, chainEvent } from '../repositories/events';
import { bumpScopes } from '../repositories/feed';
import { lockReports, saveReports, type StoredReport } from '../repositories/reports';
import { NoCity, readPolicy, type ServerPolicy } from './ref-data';
import { touchesOf } from './touch-report';

export type CalendarDeps = Pick<ServerApp, 'db' | 'now' | 'newId'> & {
	/** Hears the scopes that a piece bumped. */
	announce(versions: ReadonlyMap<string, number>): void;
};
/** What was changed, as it is kept with the change and told in histories. */
export type TimeReason = CalendarReason | TargetsReason;

/** Reports per transaction: others get their turn in between. */
const piece = 200;

/** Lets due times follow every change that is not done, piece by piece. Safe to repeat and to cut off. */
export async function followCalendar(deps: CalendarDeps): Promise<void> {
	for (;;) {
		const versions = await deps.db.tx((tx) => followPiece(tx, deps));
		if (versions === null) return;
		deps.announce(versions);
	}
}

/** As `followCalendar`, where nobody waits for it. */
export function followLater(deps: CalendarDeps): void {
	void followCalendar(deps).catch((error: unknown) =>
		log.error({ err: error }, 'due times could not follow the calendar; the next start goes on')
	);
}

/** Null where nothing is left to do. */
async function followPiece(
	tx: Tx,
	{ now, newId }: CalendarDeps
): Promise<ReadonlyMap<string, number> | null> {
	const change = await lockOpenChange(tx);
	if (change === undefined) return null;
	const policy = await installed(tx);
	const ids = await openReportIds(tx, change.after_id, piece);
	const stored = [...(await lockReports(tx, ids)).values()];
	const at = now();
	const reason: TimeReason = JSON.parse(change.reason);
	const moved = stored.flatMap((one) => follow(one, policy, reason, at, newId));
	await saveReports(tx, moved);
	await addEvents(
		tx,
		moved.map(({ head }) => head)
	);
	await noteFollowed(tx, change.id, {
		after_id: ids.at(-1) ?? change.after_id,
		moved: change.moved + moved.length,
		done_at: ids.length < piece ? at : null
	});
	const touches = moved.flatMap(({ before, report }) => touchesOf(before, report, at));
	return bumpScopes(tx, touches, at);
}

function follow(
	{ report, head }: StoredReport,
	policy: ServerPolicy,
	reason: TimeReason,
	at: number,
	newId: () => string
) {
	const category = policy.category(report.categoryId);
	// Closed by somebody else in this very moment, or of another category.
	if (report.endedAt !== null || !isConcerned(category, reason)) return [];
	const change = movedDues(report, category, policy.clock);
	if (Object.keys(change).length === 0) return [];
	const event = movedEvent(report, change, reason, at);
	const origin = { id: newId(), deviceAt: null, isClockDoubtful: false };
	const row = chainEvent(report.id, head, event, origin);
	return [{ before: report, report: project(report, [event]), head: row }];
}

function movedEvent(
	report: Report,
	change: ReportEvent['change'],
	reason: TimeReason,
	at: number
): ReportEvent {
	const to = change.dueAt === undefined ? report.dueAt : change.dueAt;
	const dueMoved: DueMove = { from: report.dueAt, to, because: becauseOf(reason) };
	return {
		...{ kind: 'due_moved', actorId: null, commandId: null, at, receivedAt: at },
		...{ epoch: report.assignEpoch, isLate: false, isUndoable: false, change, dueMoved }
	};
}

const becauseOf = (reason: TimeReason): DueMove['because'] =>
	reason.act === 'setTargets' ? { targets: reason } : { calendar: reason };

/** Whether a change can move reports of this category at all. */
export function isConcerned({ id }: { id: string }, reason: TimeReason): boolean {
	return reason.act !== 'setTargets' || reason.categoryId === id;
}

/** The policy as it stands in this transaction. */
export async function installed(tx: Tx): Promise<ServerPolicy> {
	const policy = await readPolicy(tx);
	if (policy === null) throw new NoCity();
	return policy;
}
