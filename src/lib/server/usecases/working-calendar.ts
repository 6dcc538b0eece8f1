/**
 * The working calendar as people read, try and change it, and the due times that follow it.
 *
 *   change ─▶ calendar and reason stored, `ref` bumped ─▶ open reports in pieces: due times worked out
 *             anew, an event says why, feeds bumped ─▶ done
 *
 * 1. Who may not change it changes nothing; nor whoever did not see the newest calendar (`conflict`).
 * 2. One change at a time: the next one waits until due times have followed the last (`busy`).
 * 3. A piece and how far it has come are one transaction: after a crash it goes on where it stood, and
 *    no report follows the same change twice.
 * 4. A report whose due times do not move gets no event; one with a promised time keeps it.
 */
import type { Profile } from '$lib/domain/city/profile';
import { actorOf, can, type Person } from '$lib/domain/people/actor';
import { movedDues } from '$lib/domain/report/deadline';
import type { DueMove, ReportEvent } from '$lib/domain/report/event';
import { project } from '$lib/domain/report/project';
import type { Report } from '$lib/domain/report/report';
import { afterCalendarAct, type CalendarReason } from '$lib/domain/time/calendar-change';
import { workingClock } from '$lib/domain/time/working-calendar';
import type { CalendarDesk, CalendarEdit, CalendarPreview } from '$lib/protocol/calendar';
import type { FailureCode } from '$lib/protocol/failure';
import type { ServerApp } from '../app';
import type { Tx } from '../db/tables';
import { log } from '../log';
import {
	addCalendarChange,
	latestChanges,
	lockOpenChange,
	noteFollowed,
	openReportIds,
	openReports,
	type CalendarChangeRow
} from '../repositories/calendar-changes';
import { addEvents, chainEvent } from '../repositories/events';
import { bumpScopes } from '../repositories/feed';
import { lockReports, saveReports, type StoredReport } from '../repositories/reports';
import { changeCity, NoCity, readPolicy, type ServerPolicy } from './ref-data';
import { touchesOf } from './touch-report';

export type CalendarDeps = Pick<ServerApp, 'db' | 'now' | 'newId'> & {
	/** Hears the scopes that a piece bumped. */
	announce(versions: ReadonlyMap<string, number>): void;
};
type Answer<T> = { ok: true; value: T } | { ok: false; code: FailureCode };

const shownChanges = 8;
/** Reports per transaction: others get their turn in between. */
const piece = 200;

/** What a device does not know of the calendar; undefined without permission. */
export async function readCalendarDesk(
	{ db }: Pick<CalendarDeps, 'db'>,
	person: Person
): Promise<CalendarDesk | undefined> {
	if (!can(actorOf(person), 'rules.read')) return undefined;
	return db.snapshot((tx) => deskOf(tx, person));
}

/** Changes the calendar; due times follow in the background. */
export async function changeCalendar(
	deps: CalendarDeps,
	person: Person,
	asked: CalendarEdit
): Promise<Answer<CalendarDesk>> {
	const { db, now, newId } = deps;
	const bumped = new Map<string, number>();
	const answer = await db.tx(async (tx): Promise<Answer<CalendarDesk>> => {
		if ((await lockOpenChange(tx)) !== undefined) return { ok: false, code: 'busy' };
		const planned = await plan(tx, person, asked);
		if (!planned.ok) return planned;
		const { profile, reason } = planned.value;
		const at = now();
		await addCalendarChange(tx, {
			...{ id: newId(), at, by_id: person.id, reason: JSON.stringify(reason) },
			...{ after_id: '', moved: 0, done_at: null }
		});
		const versions = await changeCity(tx, { profile }, at);
		for (const [scope, v] of versions) bumped.set(scope, v);
		return { ok: true, value: await deskOf(tx, person) };
	});
	deps.announce(bumped);
	return answer;
}

/** How many open due times a change would move. Changes nothing. */
export function previewCalendar(
	{ db, now }: Pick<CalendarDeps, 'db' | 'now'>,
	person: Person,
	asked: CalendarEdit
): Promise<Answer<CalendarPreview>> {
	return db.snapshot(async (tx): Promise<Answer<CalendarPreview>> => {
		const planned = await plan(tx, person, asked);
		if (!planned.ok) return planned;
		const clock = workingClock(planned.value.profile.calendar);
		const preview = { open: 0, later: 0, earlier: 0, relieved: 0, overdue: 0 };
		for (let after = ''; ;) {
			const reports = await openReports(tx, after, 1_000);
			for (const report of reports) {
				const category = planned.value.policy.category(report.categoryId);
				count(preview, report, movedDues(report, category, clock).dueAt ?? null, now());
			}
			const last = reports.at(-1);
			if (last === undefined) return { ok: true, value: preview };
			after = last.id;
		}
	});
}

function count(preview: CalendarPreview, report: Report, to: number | null, now: number): void {
	preview.open += 1;
	if (to === null || report.dueAt === null) return;
	preview[to > report.dueAt ? 'later' : 'earlier'] += 1;
	if (report.pausedAt !== null) return;
	if (report.dueAt < now && to >= now) preview.relieved += 1;
	if (report.dueAt >= now && to < now) preview.overdue += 1;
}

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
	const reason: CalendarReason = JSON.parse(change.reason);
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
	reason: CalendarReason,
	at: number,
	newId: () => string
) {
	// Closed by somebody else in this very moment.
	if (report.endedAt !== null) return [];
	const change = movedDues(report, policy.category(report.categoryId), policy.clock);
	if (Object.keys(change).length === 0) return [];
	const event = movedEvent(report, change, reason, at);
	const origin = { id: newId(), deviceAt: null, isClockDoubtful: false };
	const row = chainEvent(report.id, head, event, origin);
	return [{ before: report, report: project(report, [event]), head: row }];
}

function movedEvent(
	report: Report,
	change: ReportEvent['change'],
	calendar: CalendarReason,
	at: number
): ReportEvent {
	const to = change.dueAt === undefined ? report.dueAt : change.dueAt;
	const dueMoved: DueMove = { from: report.dueAt, to, because: { calendar } };
	return {
		...{ kind: 'due_moved', actorId: null, commandId: null, at, receivedAt: at },
		...{ epoch: report.assignEpoch, isLate: false, isUndoable: false, change, dueMoved }
	};
}

interface Plan {
	policy: ServerPolicy;
	profile: Profile;
	reason: CalendarReason;
}

async function plan(tx: Tx, person: Person, { rev, change }: CalendarEdit): Promise<Answer<Plan>> {
	if (!can(actorOf(person), 'calendar.edit')) return { ok: false, code: 'not_permitted' };
	const policy = await installed(tx);
	if (policy.version !== rev) return { ok: false, code: 'conflict' };
	const next = afterCalendarAct(policy.profile.calendar, change);
	if (next === null) return { ok: false, code: 'malformed' };
	const profile = { ...policy.profile, calendar: next.calendar };
	return { ok: true, value: { policy, profile, reason: next.reason } };
}

async function installed(tx: Tx): Promise<ServerPolicy> {
	const policy = await readPolicy(tx);
	if (policy === null) throw new NoCity();
	return policy;
}

async function deskOf(tx: Tx, person: Person): Promise<CalendarDesk> {
	const policy = await installed(tx);
	const changes = await latestChanges(tx, shownChanges);
	const mayEdit = can(actorOf(person), 'calendar.edit');
	return { rev: policy.version, mayEdit, changes: changes.map(changeOf) };
}

function changeOf({ id, at, by_id: byId, reason, moved, done_at: doneAt }: CalendarChangeRow) {
	return { id, at, byId, reason: JSON.parse(reason), moved, isDone: doneAt !== null };
}
