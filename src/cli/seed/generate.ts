/**
 * Generates the demo city's reports: when they came, what they say, how far each has come.
 *
 * 1. The same seed, moment and profile give the same reports, ids included.
 * 2. Every inspector holds 8 to 20 open jobs (times `openFactor`), mostly under three weeks old.
 * 3. What is not open was closed in its own time, by the team and the directorate it belongs to.
 */
import { TZDateMini } from '@date-fns/tz';
import type { Bilingual, Category } from '$lib/domain/city/profile';
import { isWithinAnyArea } from '$lib/domain/geo/area-path';
import type { Person } from '$lib/domain/people/actor';
import { can, actorOf } from '$lib/domain/people/actor';
import { newReport, receivedEvent } from '$lib/domain/report/new-report';
import type { DemoReports } from '$lib/server/city/demo';
import type { ServerPolicy } from '$lib/server/usecases/ref-data';
import type { LivedReport } from '$lib/server/usecases/take-in-report';
import { arrivalsIn, demoSpans, spansSince } from './arrivals';
import { meetFate, type Fate } from './fates';
import { inventReport, type InventedReport } from './invent';
import { Life } from './life';
import { createRandom, type Random } from './random';
import type { Scene } from './scenes';

const dayMs = 86_400_000;
/** Open jobs are mostly younger than this. */
const recentDays = 21;
/** Older reports keep the main steps of their history only: a demo need not fill a disk. */
const briefAfterDays = 60;

export interface Generation {
	texts: DemoReports;
	policy: ServerPolicy;
	people: readonly Person[];
	sceneOf(category: Category): Scene;
	seed: string;
	now: number;
	/** Times the usual number of open reports. */
	openFactor: number;
	/** Nothing older than so many days; the whole history unless told. */
	pastDays?: number;
}

interface Draft extends InventedReport {
	index: number;
	receivedAt: number;
	teamId: string | null;
	fate: Fate;
	inspector: Person | null;
}

/** All reports of the demo, oldest first. */
export function* generateReports(generation: Generation): Generator<LivedReport> {
	const random = createRandom(generation.seed);
	const drafts = draftAll(generation, random);
	chooseOpen(drafts, generation, random);
	for (const draft of drafts) yield live(draft, generation, random);
}

function draftAll({ texts, policy, now, pastDays }: Generation, random: Random): Draft[] {
	const { profile } = policy;
	const { timeZone } = profile.calendar;
	const names = new Map(profile.areas.map((area) => [area.path, area.name]));
	const areaName = (path: string): Bilingual => names.get(path) ?? profile.name;
	const all = demoSpans(now, timeZone);
	const spans = pastDays === undefined ? all : spansSince(now - pastDays * dayMs, all);
	const arrivals = spans.flatMap((span) => arrivalsIn(span, texts.months, timeZone, random));
	return arrivals.map((receivedAt, index) => {
		const month = new TZDateMini(receivedAt, timeZone).getMonth();
		const invented = inventReport(texts, month, areaName, random);
		const category = policy.category(invented.categoryId);
		const { teamId } = newReport(
			{ ...invented, receivedAt },
			{ id: '', number: '' },
			{ category, routing: policy.routing, clock: policy.clock }
		);
		const fate = random.chance(0.05) ? 'closed_by_office' : 'closed';
		return { ...invented, index, receivedAt, teamId, fate, inspector: null };
	});
}

/** What else than field work is open, per inspector of a team. */
const officeShares: readonly { fate: Fate; share: number }[] = [
	{ fate: 'received', share: 1.6 },
	{ fate: 'done', share: 1.5 },
	{ fate: 'info_requested', share: 0.15 },
	{ fate: 'referred', share: 0.2 },
	{ fate: 'reopened', share: 0.15 }
];
const fieldShares: readonly { fate: Fate; share: number }[] = [
	{ fate: 'assigned', share: 64 },
	{ fate: 'in_progress', share: 14 },
	{ fate: 'on_hold', share: 13 },
	{ fate: 'returned', share: 9 }
];

function chooseOpen(drafts: readonly Draft[], generation: Generation, random: Random): void {
	const { policy, people, openFactor } = generation;
	for (const { id } of policy.profile.teams) {
		const inspectors = people.filter(
			(person) => person.teamId === id && can(actorOf(person), 'report.work')
		);
		const jobs = inspectors.flatMap((inspector) =>
			Array.from({ length: Math.round(random.int(8, 15) * openFactor) }, () => inspector)
		);
		const pool = openPool(
			drafts.filter((draft) => draft.teamId === id),
			generation,
			random
		);
		openTheNewest(pool, inspectors.length * openFactor, random);
		for (const inspector of jobs) openJob(pool, inspector, random);
	}
	const duty = drafts.filter((draft) => draft.teamId === null);
	for (const draft of duty.slice(-Math.round(14 * openFactor))) draft.fate = 'received';
}

/** A team's reports in the order in which they are left open: mostly new ones, a few old. */
function openPool(
	drafts: readonly Draft[],
	{ now, openFactor }: Generation,
	random: Random
): Draft[] {
	const reach = recentDays * Math.max(1, openFactor);
	const rank = (draft: Draft) => {
		const age = (now - draft.receivedAt) / dayMs;
		return random.chance(0.05)
			? random.next() * reach * 2.5
			: age < 1
				? age
				: age * (0.4 + random.next());
	};
	return drafts
		.filter((draft) => now - draft.receivedAt < reach * 5 * dayMs)
		.map((draft) => ({ draft, rank: rank(draft) }))
		.sort((one, other) => one.rank - other.rank)
		.map(({ draft }) => draft);
}

function openTheNewest(pool: Draft[], people: number, random: Random): void {
	const ofAge = (minAgeIndex: number) => pool.splice(Math.min(minAgeIndex, pool.length - 1), 1)[0];
	for (const { fate, share } of officeShares) {
		for (let left = Math.round(share * people); left > 0 && pool.length > 0; left -= 1) {
			// What nobody has looked at yet is new; what is finished is a few days old.
			const draft = ofAge(fate === 'received' ? 0 : random.int(6, Math.min(60, pool.length)));
			if (draft !== undefined) draft.fate = fate;
		}
	}
}

function openJob(pool: Draft[], inspector: Person, random: Random): void {
	const index = pool.findIndex((draft) => isWithinAnyArea(draft.areaPath, inspector.areas));
	const draft = index < 0 ? undefined : pool.splice(index, 1)[0];
	if (draft === undefined) return;
	draft.fate = random.weighted(fieldShares).fate;
	draft.inspector = inspector;
}

function live(draft: Draft, generation: Generation, random: Random): LivedReport {
	const { policy, now, texts } = generation;
	const category = policy.category(draft.categoryId);
	const name = { id: random.uuidAt(draft.receivedAt), number: '' };
	const born = newReport(draft, name, {
		category,
		routing: policy.routing,
		clock: policy.clock
	});
	const life = new Life(born, policy, random);
	const scene = generation.sceneOf(category);
	const cast = { ...castOf(draft, generation, random), ...scene };
	const holdsPhotoBack = draft.fate === 'done' && draft.index % 17 === 0;
	if (holdsPhotoBack) cast.after = { ...scene.after, sha256: unseen(random) };
	meetFate(draft.fate, {
		life,
		cast,
		policy,
		texts,
		random,
		endAt: endOf(draft, generation, random, category),
		finishTexts: finishTextsOf(texts, draft.categoryId, random),
		isBrief: now - draft.receivedAt > briefAfterDays * dayMs,
		holdsPhotoBack
	});
	// What was done minutes ago can no longer be taken back.
	const report = { ...life.report, lastAct: null, updatedAt: Math.min(life.report.updatedAt, now) };
	return { report, events: [receivedEvent(born, born.receivedAt), ...life.events] };
}

const unseen = (random: Random) =>
	Array.from({ length: 64 }, () => random.int(0, 15).toString(16)).join('');

function finishTextsOf(texts: DemoReports, categoryId: string, random: Random): readonly string[] {
	const category = texts.categories.find(({ id }) => id === categoryId);
	const { ar, en } = category?.finishTexts ?? {
		ar: texts.inspectorNotes,
		en: texts.inspectorNotes
	};
	return random.chance(0.92) ? ar : en;
}

/** Closed reports end in their own time, open ones are as far as they are now. */
function endOf(
	draft: Draft,
	{ policy, now }: Generation,
	random: Random,
	category: Category
): number {
	const isClosed = draft.fate === 'closed' || draft.fate === 'closed_by_office';
	if (!isClosed) return now - random.int(2, 40) * 60_000;
	const minutes = Math.max(45, random.around(category.targets.resolve * 0.75, 0.55));
	return Math.min(policy.clock.addWorking(draft.receivedAt, minutes), now - 120_000);
}

function castOf(draft: Draft, { people, policy }: Generation, random: Random) {
	const areaOf = (person: Person) => isWithinAnyArea(draft.areaPath, person.areas);
	const team =
		draft.inspector?.teamId ??
		draft.teamId ??
		random.pick(people.filter((person) => can(actorOf(person), 'report.work') && areaOf(person)))
			.teamId;
	const of = (permission: Parameters<typeof can>[1]) =>
		people.filter((person) => can(actorOf(person), permission) && areaOf(person));
	const supervisor = one(
		of('report.dispatch').filter((person) => person.teamId === team),
		'supervisor',
		team
	);
	const inspector =
		draft.inspector ?? random.pick(of('report.work').filter((person) => person.teamId === team));
	const directorateId = policy.profile.teams.find(({ id }) => id === team)?.directorateId;
	const officer = one(
		of('report.confirm').filter((person) => person.directorateId === directorateId),
		'officer',
		directorateId
	);
	return { supervisor, inspector, officer };
}

function one(people: readonly Person[], what: string, where: string | null | undefined): Person {
	const [person] = people;
	if (person === undefined) throw new Error(`The demo has no ${what} of ${where}`);
	return person;
}
