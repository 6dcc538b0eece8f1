/**
 * What no input may ever bring about.
 *
 * 1. No 5xx: nothing here is broken by anybody but us.
 * 2. Every answer under /api carries our mark and is kept by no cache; a failure names a code, and a
 *    failure of the moment says when to come again.
 * 3. Nobody reads another person's report; nothing internal (paths, SQL, stacks) is told.
 * 4. Results answer only what was sent; rows come only from the sender's own feeds.
 * 5. Afterwards the database holds whole things: counters without gaps, chained histories, feeds
 *    below their heads.
 */
import { failures } from '../../src/lib/protocol/failure';
import { syncResponse } from '../../src/lib/protocol/sync';
import { failureBody } from '../../src/lib/protocol/failure';
import { scopesFor } from '../../src/lib/domain/report/scope';
import { outcomes } from '../../src/lib/protocol/sync';
import type { ServerApp } from '../../src/lib/server/app';
import { brokenLink } from '../../src/lib/server/repositories/events';
import type { Attempt } from './attempt';
import { secretMark } from './town';

const internals =
	/node_modules|\bat .+\.[cm]?[jt]s:\d+|SQLITE|syntax error|constraint|ENOENT|ENOTDIR|\/photos\/staging|maydan-fuzz|invalid byte sequence/;
const statuses = new Set<number>(Object.values(failures));

/** What is wrong with an answer; nothing where all is well. `text` is the body. */
export function faultsOf(attempt: Attempt, answer: Response, text: string): string[] {
	const faults: string[] = [];
	const wrong = (isWrong: boolean, fault: string) => void (isWrong && faults.push(fault));
	const { status, headers } = answer;
	// The upload protocol's own word for an extension that is not spoken here.
	const isDeliberate = status === 501 && 'upload-concat' in attempt.headers;
	wrong(status >= 500 && !isDeliberate, `status ${status}`);
	const isOfTheMoment = status === 429 || status === 503 || status === 507;
	wrong(isOfTheMoment && !headers.has('retry-after'), `a ${status} that does not say until when`);
	wrong(isPackedUnasked(attempt, answer), 'packed for somebody who cannot unpack');
	wrong(headers.get('x-sync') !== '1', 'no x-sync');
	wrong(headers.get('cache-control') !== 'no-store', 'may be cached');
	wrong(text.includes(secretMark), "another person's report");
	wrong(internals.test(text), 'tells of its inside');
	const bare: object = {};
	wrong('polluted' in bare || Object.keys(Object.prototype).length > 0, 'polluted prototype');
	if (attempt.lane === 'photos') return faults;
	if (status !== 200) {
		wrong(!failureBody.safeParse(jsonOf(text)).success, 'a failure without a code');
		wrong(!statuses.has(status), `status ${status} is not in the list`);
	} else if (attempt.lane === 'sync') faults.push(...exchangeFaults(attempt, jsonOf(text)));
	return faults;
}

const isPackedUnasked = ({ headers }: Attempt, answer: Response) =>
	answer.headers.has('content-encoding') && headers['accept-encoding']?.includes('q=0') === true;

/** Undefined where the text is not JSON. */
export function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function exchangeFaults({ sender }: Attempt, body: unknown): string[] {
	const parsed = syncResponse.safeParse(body);
	if (!parsed.success) return ['an exchange that no device could read'];
	const { results, changes } = parsed.data;
	const own = new Set(scopesFor(sender.person));
	const counters = results.map(({ n }) => n);
	return [
		...(new Set(counters).size === counters.length ? [] : ['two results of one counter']),
		...(changes.entries.every(({ scope }) => own.has(scope)) ? [] : ['a foreign feed']),
		...(Object.keys(changes.covers).every((scope) => own.has(scope)) ? [] : ['foreign covers']),
		...(Object.keys(changes.audit ?? {}).every((scope) => own.has(scope)) ? [] : ['foreign audit'])
	];
}

/** What is wrong in the database; nothing where every invariant holds. */
export async function databaseFaults({ db }: ServerApp): Promise<string[]> {
	const { kysely } = db;
	const faults: string[] = [];
	const replicas = await kysely.selectFrom('replica').select(['id', 'last_n']).execute();
	const commands = await kysely
		.selectFrom('command')
		.select(['replica', 'n', 'id', 'payload', 'outcome', 'result', 'repeats'])
		.orderBy('n')
		.execute();
	const counters = Map.groupBy(commands, ({ replica }) => replica);
	for (const { id, last_n: lastN } of replicas) {
		const own = (counters.get(id) ?? []).map(({ n }) => n);
		const isWhole = own.length === lastN && own.every((n, at) => n === at + 1);
		if (!isWhole) faults.push(`replica ${id} stands at ${lastN} with ${own.length} commands`);
	}
	for (const { replica, n, payload, result, outcome } of commands) {
		const isReadable = jsonOf(payload) !== undefined && jsonOf(result) !== undefined;
		if (!isReadable || !outcomes.includes(outcome)) faults.push(`command ${replica} ${n} is torn`);
	}
	const effective = commands.filter(({ repeats }) => repeats === 0).map(({ id }) => id);
	if (new Set(effective).size !== effective.length) faults.push('one command counts twice');
	return [
		...faults,
		...(await historyFaults(kysely, new Set(effective))),
		...(await feedFaults(kysely))
	];
}

async function historyFaults(
	kysely: ServerApp['db']['kysely'],
	commandIds: ReadonlySet<string>
): Promise<string[]> {
	const faults: string[] = [];
	const events = await kysely.selectFrom('event').selectAll().orderBy('seq').execute();
	const histories = Map.groupBy(events, (event) => event.report_id);
	const reports = await kysely
		.selectFrom('report')
		.select(['id', 'event_seq', 'event_hash', 'body', 'rev'])
		.execute();
	for (const { id, event_seq: seq, event_hash: hash, body, rev } of reports) {
		const own = histories.get(id) ?? [];
		if (brokenLink(own) !== null) faults.push(`the history of ${id} is broken`);
		const head = own.at(-1);
		if (seq !== own.length || (head !== undefined && head.hash !== hash)) {
			faults.push(`report ${id} stands at event ${seq} of ${own.length}`);
		}
		const stored = jsonOf(body);
		const isWhole = typeof stored === 'object' && stored !== null && 'rev' in stored;
		if (!isWhole || stored.rev !== rev) faults.push(`report ${id} is torn`);
	}
	const orphan = events.find(
		({ command_id: command }) => command !== null && !commandIds.has(command)
	);
	if (orphan !== undefined) faults.push(`an event of a command that is not there: ${orphan.id}`);
	return faults;
}

async function feedFaults(kysely: ServerApp['db']['kysely']): Promise<string[]> {
	const ahead = await kysely
		.selectFrom('feed')
		.leftJoin('scope_head', 'scope_head.scope', 'feed.scope')
		.select(['feed.scope', 'feed.v as entryV', 'scope_head.v as headV'])
		.execute();
	const isLost = ahead.some(({ entryV, headV }) => headV === null || entryV > headV);
	const uses = await kysely
		.selectFrom('photo_use')
		.leftJoin('photo', 'photo.sha256', 'photo_use.sha256')
		.where('photo.sha256', 'is', null)
		.select('photo_use.sha256')
		.execute();
	return [
		...(isLost ? ['a feed row ahead of its head'] : []),
		...(uses.length > 0 ? ['a photo in use that nobody declared'] : [])
	];
}
