/**
 * The working calendar and the targets as people read, try and change them.
 *
 *   change ─▶ calendar or category and the reason stored, `ref` bumped ─▶ due times follow (follow-calendar)
 *
 * 1. Who may not change it changes nothing; nor whoever did not see the newest state (`conflict`).
 * 2. One change at a time: the next one waits until due times have followed the last (`busy`).
 * 3. A preview changes nothing, and counts what the change would move.
 */
import type { Category, Profile } from '$lib/domain/city/profile';
import { actorOf, can, type Person } from '$lib/domain/people/actor';
import { movedDues } from '$lib/domain/report/deadline';
import type { Report, ReportPatch } from '$lib/domain/report/report';
import { afterCalendarAct } from '$lib/domain/time/calendar-change';
import { afterTargetsAct } from '$lib/domain/time/targets-change';
import { workingClock } from '$lib/domain/time/working-calendar';
import type { CalendarDesk, CalendarEdit, CalendarPreview } from '$lib/protocol/calendar';
import type { FailureCode } from '$lib/protocol/failure';
import type { Tx } from '../db/tables';
import {
	addCalendarChange,
	latestChanges,
	lockOpenChange,
	openReports,
	type CalendarChangeRow
} from '../repositories/calendar-changes';
import { installed, isConcerned, type CalendarDeps, type TimeReason } from './follow-calendar';
import { changeCity, type ServerPolicy } from './ref-data';

type Answer<T> = { ok: true; value: T } | { ok: false; code: FailureCode };

const shownChanges = 8;
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
		const { profile, reason, category } = planned.value;
		const at = now();
		await addCalendarChange(tx, {
			...{ id: newId(), at, by_id: person.id, reason: JSON.stringify(reason) },
			...{ after_id: '', moved: 0, done_at: null }
		});
		const versions = await changeCity(tx, { profile, category }, at);
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
		const { policy, profile, reason, category } = planned.value;
		const clock = workingClock(profile.calendar);
		const categoryOf = ({ categoryId }: Report) => {
			const standing = policy.category(categoryId);
			return standing.id === category?.id ? category : standing;
		};
		const preview = { open: 0, later: 0, earlier: 0, relieved: 0, overdue: 0, stages: 0 };
		for (let after = ''; ;) {
			const reports = await openReports(tx, after, 1_000);
			for (const report of reports) {
				const own = categoryOf(report);
				if (isConcerned(own, reason)) count(preview, report, movedDues(report, own, clock), now());
			}
			const last = reports.at(-1);
			if (last === undefined) return { ok: true, value: preview };
			after = last.id;
		}
	});
}

function count(preview: CalendarPreview, report: Report, moved: ReportPatch, now: number): void {
	preview.open += 1;
	const { dueAt: to, stageDueAt } = moved;
	if (typeof to !== 'number' || report.dueAt === null) {
		if (stageDueAt !== undefined) preview.stages += 1;
		return;
	}
	preview[to > report.dueAt ? 'later' : 'earlier'] += 1;
	if (report.pausedAt !== null) return;
	if (report.dueAt < now && to >= now) preview.relieved += 1;
	if (report.dueAt >= now && to < now) preview.overdue += 1;
}

interface Change {
	profile: Profile;
	reason: TimeReason;
	/** As it is to stand, where it is a category that changes. */
	category: Category | null;
}
interface Plan extends Change {
	policy: ServerPolicy;
}

async function plan(tx: Tx, person: Person, { rev, change }: CalendarEdit): Promise<Answer<Plan>> {
	if (!can(actorOf(person), 'calendar.edit')) return { ok: false, code: 'not_permitted' };
	const policy = await installed(tx);
	if (policy.version !== rev) return { ok: false, code: 'conflict' };
	const next = changed(policy.profile, change);
	return next === null
		? { ok: false, code: 'malformed' }
		: { ok: true, value: { policy, ...next } };
}

/** The city after a change; null where nothing changes or nothing would work. */
function changed(profile: Profile, change: CalendarEdit['change']): Change | null {
	if (change.act === 'setTargets') {
		const next = afterTargetsAct(profile.categories, change);
		if (next === null) return null;
		const { category, reason } = next;
		const categories = profile.categories.map((one) => (one.id === category.id ? category : one));
		return { profile: { ...profile, categories }, reason, category };
	}
	const next = afterCalendarAct(profile.calendar, change);
	if (next === null) return null;
	return { profile: { ...profile, calendar: next.calendar }, reason: next.reason, category: null };
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
