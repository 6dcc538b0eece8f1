/**
 * Takes new reports in, many at once: from a channel, from an import, or prepared with a whole life by
 * the demo.
 *
 * 1. A channel's reference makes one report for ever: a repeated one is counted and changes nothing.
 * 2. Each piece of `reportsPerPiece` is one transaction and one version in each feed it touches; after
 *    a crash the same list is taken in again and only what is missing is stored.
 * 3. Numbers are given here, in the order of the list, by the year of reception in the city.
 * Not here: which channel sends what (intake, import), the words of the demo (cli/seed).
 */
import type { ReportEvent } from '$lib/domain/report/event';
import {
	assignedByRule,
	newReport,
	receivedEvent,
	type ReportInput
} from '$lib/domain/report/new-report';
import { project } from '$lib/domain/report/project';
import type { Report } from '$lib/domain/report/report';
import type { Database } from '../db/connect';
import type { Tx } from '../db/tables';
import { knownReferences } from '../repositories/reports';
import { giveNumbers } from './give-numbers';
import { insertReports, type Contact, type PreparedReport } from './insert-reports';
import type { ServerPolicy } from './ref-data';

export interface TakeInDeps {
	db: Pick<Database, 'tx'>;
	now(): number;
	newId(): string;
	policy(tx: Tx): Promise<ServerPolicy>;
	/** Hears the scopes that a stored piece bumped. */
	announce?(versions: ReadonlyMap<string, number>): void;
}

export interface ReportToTakeIn {
	input: ReportInput;
	/** How to reach who reported it; kept apart from the report. */
	contact?: Contact;
}

/** A report with its life so far, in order of its events; the number is given when it is stored. */
export interface LivedReport {
	report: Omit<Report, 'number'>;
	/** From `received` on; `project` over them gives the report. */
	events: readonly ReportEvent[];
	contact?: Contact;
}

export interface TakenIn {
	stored: number;
	/** Had come before under the same reference of the same channel. */
	repeated: number;
}

export const reportsPerPiece = 500;

/** Stores new reports; `onPiece` hears the totals after each commit. */
export async function takeInReports(
	deps: TakeInDeps,
	list: Iterable<ReportToTakeIn> | AsyncIterable<ReportToTakeIn>,
	onPiece: (soFar: TakenIn) => void = () => undefined
): Promise<TakenIn> {
	const soFar: TakenIn = { stored: 0, repeated: 0 };
	for await (const piece of inPieces(list)) {
		const stored = await inTransaction(deps, (tx, policy) => takeInPiece(tx, deps, policy, piece));
		soFar.stored += stored;
		soFar.repeated += piece.length - stored;
		onPiece({ ...soFar });
	}
	return soFar;
}

/** Stores reports that have lived elsewhere (demo, restore of an archive); returns how many. */
export async function storeReports(
	deps: TakeInDeps,
	list: Iterable<LivedReport> | AsyncIterable<LivedReport>,
	onPiece: (stored: number) => void = () => undefined
): Promise<number> {
	let stored = 0;
	for await (const piece of inPieces(list)) {
		await inTransaction(deps, async (tx, policy) => {
			const numbers = await giveNumbers(
				tx,
				policy,
				piece.map(({ report }) => report.receivedAt)
			);
			const numbered = piece.map(({ report, ...rest }, index) => ({
				...rest,
				report: { ...report, number: numbers[index] ?? '' }
			}));
			return { value: undefined, prepared: numbered };
		});
		stored += piece.length;
		onPiece(stored);
	}
	return stored;
}

interface Piece<T> {
	value: T;
	prepared: readonly PreparedReport[];
}

async function inTransaction<T>(
	deps: TakeInDeps,
	prepare: (tx: Tx, policy: ServerPolicy) => Promise<Piece<T>>
): Promise<T> {
	const { value, versions } = await deps.db.tx(async (tx) => {
		const { value, prepared } = await prepare(tx, await deps.policy(tx));
		return { value, versions: await insertReports(tx, prepared, deps) };
	});
	deps.announce?.(versions);
	return value;
}

async function takeInPiece(
	tx: Tx,
	{ now, newId }: TakeInDeps,
	policy: ServerPolicy,
	piece: readonly ReportToTakeIn[]
): Promise<Piece<number>> {
	const unseen = await withoutRepeated(tx, piece);
	const numbers = await giveNumbers(
		tx,
		policy,
		unseen.map(({ input }) => input.receivedAt)
	);
	const storedAt = now();
	const prepared = unseen.map(({ input, contact }, index): PreparedReport => {
		const name = { id: newId(), number: numbers[index] ?? '' };
		const { clock, routing } = policy;
		const category = policy.category(input.categoryId);
		const entering = newReport(input, name, { category, clock, routing });
		const given = assignedByRule(entering, policy, storedAt);
		const events = [receivedEvent(entering, storedAt), ...given];
		return { report: project(entering, given), events, contact };
	});
	return { value: prepared.length, prepared };
}

async function withoutRepeated(
	tx: Tx,
	piece: readonly ReportToTakeIn[]
): Promise<ReportToTakeIn[]> {
	const seen = new Map<string, Set<string>>();
	for (const channelId of new Set(piece.map(({ input }) => input.channelId))) {
		const references = piece.flatMap(({ input }) =>
			input.channelId === channelId && input.channelReference !== null
				? [input.channelReference]
				: []
		);
		seen.set(channelId, await knownReferences(tx, channelId, references));
	}
	return piece.filter(({ input: { channelId, channelReference } }) => {
		if (channelReference === null) return true;
		const known = seen.get(channelId);
		if (known?.has(channelReference)) return false;
		known?.add(channelReference);
		return true;
	});
}

async function* inPieces<T>(list: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T[]> {
	let piece: T[] = [];
	for await (const item of list) {
		piece.push(item);
		if (piece.length < reportsPerPiece) continue;
		yield piece;
		piece = [];
	}
	if (piece.length > 0) yield piece;
}
