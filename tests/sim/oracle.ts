/**
 * The invariants, checked against the server's tables and the devices' stores. Each throws with its
 * number. Names and meaning: sync design, section 4.
 */
import type { ReportEvent } from '../../src/lib/domain/report/event';
import { edges, type Status } from '../../src/lib/domain/report/lifecycle';
import type { Report } from '../../src/lib/domain/report/report';
import { scopesFor, scopesOf } from '../../src/lib/domain/report/scope';
import type { TestCity } from '../contract/sync-support';
import { equal, holds } from './invariant';
import type { Tablet } from './tablet';

/** Everything that must hold once the world has come to rest. */
export async function checkAtRest(city: TestCity, tablets: readonly Tablet[]): Promise<void> {
	for (const tablet of tablets) {
		await checkPromises(city, tablet);
		await checkView(city, tablet);
		await checkPhotos(city, tablet);
	}
	await checkEffects(city);
	await checkPaths(city);
}

/** I1, I3, I12: every promised command stands once on the server, as it was written, in order, answered. */
async function checkPromises(city: TestCity, tablet: Tablet): Promise<void> {
	const stored = await tablet.outbox.commands();
	equal(stored.map(({ id }) => id).toSorted(), tablet.promised.toSorted(), 'I1 outbox');
	const rows = await city.app.db.kysely
		.selectFrom('command')
		.selectAll()
		.orderBy('replica')
		.orderBy('n')
		.execute();
	for (const command of stored) {
		const mine = rows.filter(({ id }) => id === command.id);
		equal(mine.length, 1, `I1 ${command.envelope.type} stored once`);
		equal(JSON.parse(mine[0]?.payload ?? ''), command.envelope, 'I1 as written');
		equal(command.state, 'answered', 'I12 answered');
		equal(command.result?.outcome, mine[0]?.outcome, 'I12 outcome told');
	}
	const replica = (await tablet.outbox.identity())?.replica;
	const counters = rows.filter((row) => row.replica === replica).map(({ n }) => n);
	equal(
		counters,
		counters.map((_, index) => index + 1),
		'I3 no gaps'
	);
	const bySeq = stored.map(({ envelope }) => envelope.n);
	equal(
		bySeq,
		bySeq.toSorted((a, b) => a - b),
		'I3 order'
	);
}

/** I4, I5: the base is exactly what the server would show this person now. */
async function checkView(city: TestCity, tablet: Tablet): Promise<void> {
	const mine = new Set(scopesFor(tablet.person));
	const expected = (await allReports(city)).filter((report) =>
		scopesOf(report, city.now).some((scope) => mine.has(scope))
	);
	const bases = await tablet.cache.reports();
	const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
	expected.sort(byId);
	equal(bases.map(({ body }) => body).toSorted(byId), expected, `I4 view of ${tablet.person.id}`);
	equal((await tablet.seen()).toSorted(byId), expected, 'I4 no overlay is left');
}

/** I9: photos of accepted commands are stored, and their bytes freed only then. */
async function checkPhotos(city: TestCity, tablet: Tablet): Promise<void> {
	for (const photo of await tablet.outbox.photos()) {
		if (photo.state === 'refused') continue;
		equal(photo.state, 'stored', 'I9 photo has arrived');
		const row = await city.app.db.kysely
			.selectFrom('photo')
			.select('state')
			.where('sha256', '=', photo.sha256)
			.executeTakeFirst();
		equal(row?.state, 'stored', 'I9 photo stored on the server');
	}
}

/** I2: no command has the same kind of effect twice. */
async function checkEffects(city: TestCity): Promise<void> {
	const events = await city.app.db.kysely
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
async function checkPaths(city: TestCity): Promise<void> {
	const rows = await city.app.db.kysely
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
	for (const report of await allReports(city)) {
		equal(status.get(report.id) ?? 'received', report.status, 'I10 ends where it stands');
	}
}

async function allReports(city: TestCity): Promise<Report[]> {
	const rows = await city.app.db.kysely.selectFrom('report').select('body').execute();
	return rows.map(({ body }) => JSON.parse(body));
}

/** What may be asked at any moment: I7 own evidence is always visible, I8 cursors never move back. */
export class Watch {
	readonly #covers = new Map<Tablet, Readonly<Record<string, number>>>();

	async look(tablet: Tablet): Promise<void> {
		const { covers } = await tablet.cache.meta();
		for (const [scope, v] of Object.entries(this.#covers.get(tablet) ?? {})) {
			holds((covers[scope] ?? v) >= v, `I8 ${scope}`);
		}
		this.#covers.set(tablet, covers);
		const seen = new Map((await tablet.seen()).map((report) => [report.id, report]));
		for (const { id, reportId, envelope, result } of await tablet.outbox.commands()) {
			const report = seen.get(reportId);
			const isGone = result?.outcome === 'rejected' || envelope.isVoid || report === undefined;
			if (isGone || envelope.type !== 'addNote') continue;
			const isSeen = report.notes.some((note) => note.id === id);
			holds(isSeen, `I7 note of ${tablet.person.id} is visible`);
		}
	}
}
