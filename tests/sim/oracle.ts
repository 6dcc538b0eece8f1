/**
 * The invariants, checked against the server's tables and the devices' stores. Each throws with its
 * number. Names and meaning: sync design, section 4.
 */
import type { Kysely, Selectable } from 'kysely';
import type { Person } from '../../src/lib/domain/people/actor';
import type { CommandEnvelope } from '../../src/lib/domain/report/command';
import type { ReportEvent } from '../../src/lib/domain/report/event';
import { edges, type Status } from '../../src/lib/domain/report/lifecycle';
import type { Report } from '../../src/lib/domain/report/report';
import { scopesFor, scopesOf } from '../../src/lib/domain/report/scope';
import type { StoredCommand } from '../../src/lib/client/sync/ports';
import { escrowed } from '../../src/lib/client/sync/escrow';
import type { SyncResponse } from '../../src/lib/protocol/sync';
import type { CommandTable, Tables } from '../../src/lib/server/db/tables';
import { withoutEffect } from '../../src/lib/server/repositories/commands';
import { readMeta } from '../../src/lib/server/repositories/meta';
import { sha256Of } from './hash';
import { equal, holds, Violation } from './invariant';
import type { Tablet } from './tablet';

/** A world at rest, as the oracle looks at it. */
export interface AtRest {
	db: Kysely<Tables>;
	/** The server's clock. */
	now: number;
	person(id: string): Promise<Person>;
	/** Bytes of a stored photo; undefined where there are none. */
	storedPhoto(sha256: string): Promise<Uint8Array | undefined>;
	/** How often the server was restored. */
	restores: number;
	tablets: readonly Tablet[];
}

type CommandRow = Selectable<CommandTable>;

/** Everything that must hold once the world has come to rest. */
export async function checkAtRest(world: AtRest): Promise<void> {
	const rows = await world.db.selectFrom('command').selectAll().orderBy('n').execute();
	for (const tablet of world.tablets) {
		if (isForgotten(tablet, world)) continue;
		await checkPromises(world, tablet, rows);
		await checkView(world, tablet);
		await checkPhotos(world, tablet);
	}
	checkCounters(rows);
	await checkEffects(world);
	await checkPaths(world);
	await checkStoredPhotos(world);
	await checkTold(world, rows);
}

/** What an emptied tablet has handed in stands in a restored server's backups alone (decision 38). */
const isForgotten = ({ isEmptied, restoresAtRecall }: Tablet, { restores }: AtRest) =>
	isEmptied && restoresAtRecall !== restores;

/** I1, I12: every promised command stands once on the server, as it was written, answered and told. */
async function checkPromises(
	world: AtRest,
	{ outbox, promised, person, hasCopy }: Tablet,
	rows: readonly CommandRow[]
): Promise<void> {
	const { active } = await world.person(person.id);
	const epoch = await readMeta(world.db, 'epoch');
	const stored = await outbox.store.commands();
	const ids = new Set(stored.map(({ id }) => id));
	for (const id of promised) holds(ids.has(id), `I1 ${id}, which was promised, is in the outbox`);
	for (const command of stored) {
		// A restored server that lets its person in no more has no way to tell that a copy of this
		// device came first and was refused; the supervisor is told of that.
		const isOutOfReach = hasCopy && !active && command.resultEpoch !== epoch;
		checkCommand(command, rows, isOutOfReach);
	}
	const seen = new Map<string, number>();
	for (const { envelope } of stored) {
		const before = seen.get(envelope.replica) ?? 0;
		holds(envelope.n > before, `I3 ${envelope.replica} counts on`);
		seen.set(envelope.replica, envelope.n);
	}
}

function checkCommand(
	{ id, envelope, state, result }: StoredCommand,
	all: readonly CommandRow[],
	isOutOfReach: boolean
) {
	const rows = all.filter((row) => row.id === id);
	const what = `${envelope.type} ${id}`;
	equal(rows.filter(({ repeats }) => repeats === 0).length, 1, `I1 ${what} is stored once`);
	const [row] = rows.filter(({ replica, n }) => replica === envelope.replica && n === envelope.n);
	const own = row ?? rows[0];
	equal(written(JSON.parse(own?.payload ?? '{}')), written(envelope), `I1 ${what} as written`);
	equal(state, 'answered', `I12 ${what} is answered`);
	// What was handed in without a session is told as such, whatever the supervisor finds.
	if (result?.reason === escrowed || isOutOfReach) return;
	equal(result?.outcome, own?.outcome, `I12 the outcome of ${what} is told`);
}

/** Without its place in the books: a fork gives it another one. */
const written = ({ replica: _replica, n: _n, ...rest }: CommandEnvelope) => rest;

/** I3: no counter is missing in the books of any replica. */
function checkCounters(rows: readonly CommandRow[]): void {
	const counted = new Map<string, number>();
	for (const { replica, n } of rows) {
		const before = counted.get(replica) ?? 0;
		equal(n, before + 1, `I3 the books of ${replica} have no gap`);
		counted.set(replica, n);
	}
}

/** I12: what had no effect is told to a supervisor, claims stand at their report. */
async function checkTold({ db }: AtRest, rows: readonly CommandRow[]): Promise<void> {
	const owners = await db.selectFrom('replica').select('user_id').distinct().execute();
	const ids = owners.map(({ user_id }) => user_id);
	const told = new Set((await withoutEffect(db, ids, 0)).map(({ id }) => id));
	const events = await db.selectFrom('event').select('command_id').execute();
	const withEvent = new Set(events.map(({ command_id }) => command_id));
	for (const { id, outcome, repeats } of rows) {
		const isWithout = outcome === 'rejected' || outcome === 'deferred';
		if (isWithout && rows.length < 200) holds(told.has(id), `I12 a supervisor is told of ${id}`);
		if (outcome === 'claim' && repeats === 0)
			holds(withEvent.has(id), `I12 the claim ${id} stands`);
	}
}

/** I4, I5: the base is exactly what the server would show this person now. */
async function checkView(world: AtRest, tablet: Tablet): Promise<void> {
	const person = await world.person(tablet.person.id);
	const mine = new Set(person.active && !tablet.isEmptied ? scopesFor(person) : []);
	const expected = (await allReports(world)).filter((report) =>
		scopesOf(report, world.now).some((scope) => mine.has(scope))
	);
	const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
	expected.sort(byId);
	const bases = (await tablet.cache.reports()).map(({ body }) => body).toSorted(byId);
	const who = `${tablet.name} of ${person.id}`;
	for (const { id } of bases) {
		holds(
			expected.some((report) => report.id === id),
			`I5 ${who} may hold ${id}`
		);
	}
	equal(bases, expected, `I4 the view of ${who}`);
	equal((await tablet.seen()).toSorted(byId), expected, `I4 no overlay is left on ${who}`);
}

/** I9, on the device: a photo of an accepted command has arrived, unless its bytes were lost here. */
async function checkPhotos(
	{ person }: AtRest,
	{ outbox, cache, person: own, name, isEmptied }: Tablet
): Promise<void> {
	const isAllowed = (await person(own.id)).active && !isEmptied;
	for (const { sha256, state, reportId } of await outbox.store.photos()) {
		const isLost = state === 'corrupt' && outbox.unreadable.has(sha256);
		// Nobody tells a device without access that a photo was stored.
		const isThere = state === 'stored' || (!isAllowed && state === 'sent');
		if (isThere || isLost || state === 'refused') continue;
		const [row] = await cache.reportsById([reportId]);
		const known = row?.body.photos.find((photo) => photo.sha256 === sha256)?.state;
		const told = row === undefined ? 'its report is not here' : `its row says ${known}`;
		throw new Violation(`I9 a photo of ${name} has arrived: ${state}, ${told}`);
	}
}

/** I9, on the server: the bytes of a stored photo are those that were declared. */
async function checkStoredPhotos({ db, storedPhoto }: AtRest): Promise<void> {
	const rows = await db.selectFrom('photo').select(['sha256', 'state']).execute();
	for (const { sha256, state } of rows) {
		if (state !== 'stored') continue;
		const bytes = await storedPhoto(sha256);
		equal(bytes && sha256Of(bytes), sha256, 'I9 the stored bytes are the declared ones');
	}
}

/** I2: no command has the same kind of effect twice. */
async function checkEffects({ db }: AtRest): Promise<void> {
	const events = await db
		.selectFrom('event')
		.select(['command_id', 'kind'])
		.where('command_id', 'is not', null)
		.execute();
	const keys = events.map(({ command_id, kind }) => `${command_id}:${kind}`);
	equal(keys.length, new Set(keys).size, 'I2 one effect per command');
}

const steps = new Set(
	edges.flatMap(({ from, to }) => (to === 'same' ? [] : from.map((status) => `${status}>${to}`)))
);
/** Edges that lead back lead wherever the report came from. */
const leadsBack = new Set(edges.filter(({ to }) => to === 'before').flatMap(({ from }) => from));
const jumps: readonly string[] = ['undone', 'finish_merged', 'received'];

/** I10: the history of every report is a path of the state graph and ends where the report stands. */
async function checkPaths(world: AtRest): Promise<void> {
	const rows = await world.db
		.selectFrom('event')
		.select(['report_id', 'seq', 'body'])
		.orderBy('report_id')
		.orderBy('seq')
		.execute();
	const status = new Map<string, Status>();
	for (const { report_id, body } of rows) {
		const event: ReportEvent = JSON.parse(body ?? '{}');
		const from = status.get(report_id) ?? 'received';
		const to = event.change.status ?? from;
		const isAllowed =
			to === from ||
			steps.has(`${from}>${to}`) ||
			leadsBack.has(from) ||
			jumps.includes(event.kind);
		holds(isAllowed, `I10 ${event.kind} from ${from} to ${to}`);
		status.set(report_id, to);
	}
	for (const report of await allReports(world)) {
		equal(status.get(report.id) ?? 'received', report.status, 'I10 ends where it stands');
	}
}

async function allReports({ db }: AtRest): Promise<Report[]> {
	const rows = await db.selectFrom('report').select('body').execute();
	return rows.map(({ body }) => JSON.parse(body));
}

/** I5: nothing outside this person's view is in a page, at the moment in which it is made. */
export function checkPage(person: Person, changes: SyncResponse['changes'], now: number): void {
	const mine = new Set(scopesFor(person));
	for (const change of changes.entries) {
		holds(mine.has(change.scope), `I5 ${person.id} reads ${change.scope}`);
		if (change.op !== 'put' || change.kind !== 'report') continue;
		const report = change.body as unknown as Report;
		const isInView = scopesOf(report, now).some((scope) => mine.has(scope));
		holds(isInView, `I5 ${person.id} is sent ${change.id}`);
	}
}

/** I7, at any moment: own evidence is visible. (What a page may do to the rows: page-book.) */
export async function checkSeen(tablet: Tablet): Promise<void> {
	const seen = new Map((await tablet.seen()).map((report) => [report.id, report]));
	for (const { id, reportId, envelope, result } of await tablet.outbox.store.commands()) {
		const report = seen.get(reportId);
		const isWithout =
			result?.outcome === 'rejected' ||
			result?.outcome === 'deferred' ||
			result?.reason === escrowed;
		const isGone = isWithout || envelope.isVoid || report === undefined;
		if (isGone || envelope.type !== 'addNote' || tablet.damaged.has(reportId)) continue;
		const isSeen = report.notes.some((note) => note.id === id);
		holds(isSeen, `I7 a note of ${tablet.name} is visible`);
	}
}
