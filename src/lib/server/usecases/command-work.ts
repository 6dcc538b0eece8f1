/**
 * What the commands of one exchange do, collected in memory and written at once.
 *
 *   load (reports locked in order of id) ─▶ decide, project, command by command ─▶ write ─▶ bump feeds
 *                                           register: a report that is not there begins
 *
 * 1. A command whose judging throws leaves nothing behind; the ones before and after it stand.
 * 2. Everything that decides is read under the locks of the transaction it is written in.
 * 3. Feed heads come last (repositories/feed).
 */
import type { Insertable } from 'kysely';
import { isWithinAnyArea } from '$lib/domain/geo/area-path';
import { actorOf, can, reaches, type Actor, type Person } from '$lib/domain/people/actor';
import type { Command } from '$lib/domain/report/command';
import { decide } from '$lib/domain/report/decide';
import { decideEscrow } from '$lib/domain/report/escrow';
import { refuse, type Circumstance, type Decision } from '$lib/domain/report/decision';
import type { ReportEvent } from '$lib/domain/report/event';
import { project } from '$lib/domain/report/project';
import { beginHandedIn, beginReport, type RegisterCommand } from '$lib/domain/report/register';
import type { Report } from '$lib/domain/report/report';
import { withReplaced } from '$lib/domain/report/told-values';
import { partOf, type SplitCommand } from '$lib/domain/report/split';
import type { Outcome } from '$lib/protocol/entity';
import { keepersOf, scopesFor } from '$lib/domain/report/scope';
import type {
	AssignmentTable,
	EventTable,
	PhotoTable,
	PhotoUseTable,
	ReferenceTable,
	Tx
} from '../db/tables';
import { heldEpochs, saveAssignments } from '../repositories/assignments';
import { addEvents, chainEvent, emptyChain, type ChainHead } from '../repositories/events';
import { bumpScopes, wasInScopes, type Touch } from '../repositories/feed';
import { declarePhotos, holdPhotos, type KnownPhoto } from '../repositories/photos';
import { saveReference } from '../repositories/reference';
import { addReports, lockReports, saveReports, type StoredReport } from '../repositories/reports';
import { newsOf, type News } from './job-news';
import { correctedTime, type ClockBounds, type SessionClock } from './corrected-time';
import type { ServerPolicy } from './ref-data';
import { giveNumbers } from './give-numbers';
import { outcomeOf, outcomeTouch } from './tell-outcome';
import { touchesOf } from './touch-report';

interface Held extends StoredReport {
	/** As it stood before this exchange; null: it began in it. */
	before: Report | null;
}

/** The rules that commands are judged by. */
export interface Rulebook {
	decide: typeof decide;
	begin: typeof beginReport;
}
export const plainRules: Rulebook = { decide, begin: beginReport };
/** For work that was handed in after access had ended. */
export const escrowRules: Rulebook = { decide: decideEscrow, begin: beginHandedIn };

export interface Author {
	person: Person;
	deviceName: string | null;
	bounds: ClockBounds;
	/** Of the replica whose commands these are. */
	clock: SessionClock;
}

export interface WorkDeps {
	policy: ServerPolicy;
	now: number;
	newId(): string;
}

/** What was written: the bumped scopes, and where the author finds the change of a report. */
export interface Written {
	/** New versions by scope, for waking listeners after the commit. */
	versions: ReadonlyMap<string, number>;
	/** Versions that carry a report's change in the scopes that the author reads. */
	coverOf(reportId: string): Record<string, number>;
	/** Whom to tell at once that work has come or gone, after the commit. */
	news: readonly News[];
}

export class CommandWork {
	#tx: Tx;
	#author: Author;
	#deps: WorkDeps;
	#actor: Actor;
	#reports = new Map<string, Held>();
	#epochs = new Map<string, number[]>();
	#photos = new Map<string, KnownPhoto>();
	#events: Insertable<EventTable>[] = [];
	#assignments = new Map<string, Insertable<AssignmentTable>>();
	#declared: Insertable<PhotoTable>[] = [];
	#uses: Insertable<PhotoUseTable>[] = [];
	/** Told to the authors of commands that somebody has decided about. */
	#outcomes: Insertable<ReferenceTable>[] = [];
	#tellings: Touch[] = [];

	constructor(tx: Tx, author: Author, deps: WorkDeps) {
		this.#tx = tx;
		this.#author = author;
		this.#deps = deps;
		this.#actor = actorOf(author.person);
	}

	/** Locks the reports of these commands and reads what judging them needs. */
	async load(commands: readonly Command[]): Promise<void> {
		const ids = [...new Set(commands.flatMap(idsOf))].sort();
		const hashes = commands.flatMap((command) =>
			command.type === 'addPhoto' ? [command.args.sha256] : []
		);
		// Photos before reports, as whoever marks a photo takes them.
		this.#photos = await holdPhotos(this.#tx, hashes);
		for (const [id, stored] of await lockReports(this.#tx, ids)) {
			this.#reports.set(id, { ...stored, before: stored.report });
		}
		this.#epochs = await heldEpochs(this.#tx, this.#author.person.id, ids);
	}

	/**
	 * Judges a command and keeps its effects; null where the person may not even learn that the report
	 * exists. Throws what the rules throw, having kept nothing.
	 */
	async judge(command: Command, rules: Rulebook): Promise<Decision | null> {
		const held = this.#reports.get(command.reportId);
		if (held === undefined && command.type === 'register') return this.#begin(command, rules);
		if (held === undefined || !(await this.#knows(held.report))) return null;
		const { at, isDoubtful } = correctedTime(command, this.#author.bounds);
		const decision = rules.decide(held.report, command, this.#circumstance(command, at));
		if (decision.outcome === 'rejected') return decision;
		const isSetBack = this.#author.clock.isSetBack(command);
		if (command.type === 'split' && decision.events.length > 0) {
			if (this.#reports.has(command.args.partId)) return refuse('malformed');
			await this.#beginPart(held.report, command, at);
		}
		this.#keep(held, command, decision.events, isDoubtful || isSetBack);
		return decision;
	}

	async #beginPart(whole: Report, command: SplitCommand, at: number): Promise<void> {
		const begun = partOf(whole, command, this.#circumstance(command, at));
		await this.#enter(begun, command, false);
	}

	/** The number is taken last: a report that is refused costs none. */
	async #begin(command: RegisterCommand, { begin }: Rulebook): Promise<Decision> {
		const { at, isDoubtful } = correctedTime(command, this.#author.bounds);
		const begun = begin(command, this.#circumstance(command, at));
		if (begun.outcome === 'rejected') return begun;
		const isSetBack = this.#author.clock.isSetBack(command);
		await this.#enter(begun, command, isDoubtful || isSetBack);
		return begun;
	}

	/** A report that begins here: it gets its number and its history. */
	async #enter(
		{ report: unnumbered, events }: { report: Report; events: readonly ReportEvent[] },
		command: Command,
		isClockDoubtful: boolean
	): Promise<void> {
		const { policy } = this.#deps;
		const [number = ''] = await giveNumbers(this.#tx, policy, [unnumbered.receivedAt]);
		const report = { ...unnumbered, number };
		const head = this.#chain(report.id, emptyChain, command, events, isClockDoubtful);
		this.#reports.set(report.id, { report, head, before: null });
		this.#keepAssignment(null, report);
	}

	/** Tells the author of a command what was decided about it later. */
	tell(authorId: string, outcome: Outcome): void {
		this.#outcomes.push(outcomeOf(outcome));
		this.#tellings.push(outcomeTouch(authorId, outcome.id));
	}

	/** Writes everything and bumps the feeds. */
	async write(): Promise<Written> {
		const changed = [...this.#reports.values()].filter(({ report, before }) => report !== before);
		await addReports(
			this.#tx,
			changed.filter(({ before }) => before === null)
		);
		await saveReports(
			this.#tx,
			changed.filter(({ before }) => before !== null)
		);
		await addEvents(this.#tx, this.#events);
		await saveAssignments(this.#tx, [...this.#assignments.values()]);
		await declarePhotos(this.#tx, this.#declared, this.#uses);
		const touches = changed.flatMap(({ before, report }) =>
			touchesOf(before, report, this.#deps.now)
		);
		await saveReference(this.#tx, this.#outcomes);
		const versions = await bumpScopes(this.#tx, [...touches, ...this.#tellings], this.#deps.now);
		const own = new Set(scopesFor(this.#author.person));
		const visible = touches.filter(({ scope }) => own.has(scope));
		const coverOf = (reportId: string) =>
			Object.fromEntries(
				visible
					.filter(({ entity }) => entity === reportId)
					.map(({ scope }) => [scope, versions.get(scope) ?? 0])
			);
		// A report that has just begun is known to who began it.
		const news = changed.flatMap(({ before, report }) =>
			before === null ? [] : newsOf(before, report, this.#actor.id)
		);
		return { versions, coverOf, news };
	}

	async #knows(report: Report): Promise<boolean> {
		if (reaches(this.#actor, report) || this.#epochs.has(report.id)) return true;
		if (keepersOf(report).includes(this.#actor.id)) return true;
		if (!isWithinAnyArea(report.areaPath, this.#actor.areas)) return false;
		if (can(this.#actor, 'report.takeDuty') && report.teamId === null) return true;
		return wasInScopes(this.#tx, report.id, scopesFor(this.#author.person));
	}

	#circumstance(command: Command, at: number): Circumstance {
		return {
			actor: this.#actor,
			at,
			receivedAt: this.#deps.now,
			heldEpochs: this.#epochs.get(command.reportId) ?? [],
			deviceName: this.#author.deviceName,
			policy: this.#deps.policy
		};
	}

	#keep(
		held: Held,
		command: Command,
		decided: readonly ReportEvent[],
		isClockDoubtful: boolean
	): void {
		const stated = decided.map((event) => this.#withPhotoState(event));
		const events = withReplaced(held.report, stated);
		const report = project(held.report, events);
		const head = this.#chain(report.id, held.head, command, events, isClockDoubtful);
		for (const event of events) this.#tellAuthor(report, event);
		this.#keepAssignment(held.report, report);
		if (command.type === 'addPhoto') this.#declare(command, report);
		if (events.length > 0) {
			this.#reports.set(report.id, { ...held, report, head });
		}
	}

	/** Adds the events to the history; the new end of its chain. */
	#chain(
		reportId: string,
		from: ChainHead,
		{ deviceAt }: Command,
		events: readonly ReportEvent[],
		isClockDoubtful: boolean
	): ChainHead {
		let head = from;
		for (const event of events) {
			const origin = { id: this.#deps.newId(), deviceAt, isClockDoubtful };
			const row = chainEvent(reportId, head, event, origin);
			this.#events.push(row);
			head = { seq: row.seq, hash: row.hash };
		}
		return head;
	}

	/** Whose claim was decided learns of it, wherever the report has gone. */
	#tellAuthor(report: Report, { settleClaim }: ReportEvent): void {
		const claim = report.claims.find(({ id }) => id === settleClaim?.claimId);
		if (claim === undefined || settleClaim === undefined) return;
		this.tell(claim.actorId, { id: claim.id, reportId: report.id, ...settleClaim.settled });
	}

	/** Bytes that are here already need not come again. */
	#withPhotoState(event: ReportEvent): ReportEvent {
		const { addPhoto } = event;
		const known = addPhoto === undefined ? undefined : this.#photos.get(addPhoto.sha256);
		// From somebody else they count only once this person has sent them too.
		const isOwn = known?.declared_by === this.#actor.id;
		if (addPhoto === undefined || known?.state !== 'stored' || !isOwn) return event;
		return { ...event, addPhoto: { ...addPhoto, state: 'stored' } };
	}

	#declare(command: Extract<Command, { type: 'addPhoto' }>, report: Report): void {
		const { sha256, size, mime, width, height } = command.args;
		this.#declared.push({
			...{ sha256, size, mime, width, height },
			state: 'awaited',
			declared_by: this.#actor.id,
			declared_at: this.#deps.now,
			verified_at: null
		});
		this.#uses.push({ report_id: report.id, sha256 });
	}

	#keepAssignment(before: Report | null, after: Report): void {
		const ended = before?.assignment ?? null;
		if (ended?.epoch === after.assignment?.epoch) return;
		if (ended !== null) this.#assign(after.id, ended, this.#deps.now);
		if (after.assignment === null) return;
		this.#assign(after.id, after.assignment, null);
		if (after.assignment.assigneeId !== this.#actor.id) return;
		const epochs = this.#epochs.get(after.id) ?? [];
		this.#epochs.set(after.id, [...epochs, after.assignment.epoch]);
	}

	#assign(reportId: string, assignment: NonNullable<Report['assignment']>, toAt: number | null) {
		const { epoch, assigneeId, assignedAt } = assignment;
		this.#assignments.set(`${reportId}:${epoch}`, {
			report_id: reportId,
			epoch,
			assignee_id: assigneeId,
			from_at: assignedAt,
			to_at: toAt
		});
	}
}

/** The reports that judging a command reads: its own, and the one that it would begin. */
const idsOf = (command: Command) =>
	command.type === 'split' ? [command.reportId, command.args.partId] : [command.reportId];
