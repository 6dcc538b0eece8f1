/**
 * A campaign of fuzzed requests, and what it found.
 *
 * 1. The same seed draws the same requests; a finding is told with its number in the campaign.
 * 2. Every round ends with a look at the whole database, then begins with an empty desk.
 * 3. CPU of a request that seems dear is taken again, the least of four counts: a pause of the
 *    collector is nobody's fault. Memory is compared after a collection.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gunzipSync } from 'node:zlib';
import { vi } from 'vitest';
import { syncResponse } from '../../src/lib/protocol/sync';
import { attemptOf, lanes, type Attempt, type Lane } from './attempt';
import { Chance } from './chance';
import { databaseFaults, faultsOf, jsonOf } from './oracle';
import type { Town } from './town';

const roundLength = 10_000;
const clockStepMs = 50;
const dearMs = 10;
const toldFindings = 20;
const plainSamples = 12;

export interface LaneReport {
	statuses: Record<string, number>;
	/** CPU of a request as devices send it, median, ms. */
	plainMs: number;
	/** CPU of the dearest hostile request, ms, and what it was. */
	worstMs: number;
	worst: string;
}

export interface CampaignReport {
	seed: number;
	bodies: number;
	/** Could not even be put into a request. */
	unsendable: number;
	findings: string[];
	lanes: Record<Lane, LaneReport>;
	/** What became of the commands that were stored: shows how deep the campaign came. */
	outcomes: Record<string, number>;
	/** Heap after collection at a tenth of the campaign and at its end, bytes. */
	heapBytes: { early: number; end: number };
	rssBytes: number;
	tookMs: number;
}

/** Sends `bodies` fuzzed requests to a town. */
export async function runCampaign(
	town: Town,
	{ bodies, seed, onRound }: { bodies: number; seed: number; onRound?: (done: number) => void }
): Promise<CampaignReport> {
	const startedAt = performance.now();
	const report = emptyReport(bodies, seed);
	await measurePlain(town, report, seed);
	const early = Math.max(1, Math.floor(bodies / 10));
	for (let at = 0; at < bodies; at++) {
		if (at > 0 && at % roundLength === 0) {
			await endRound(town, report, at);
			await town.renew();
			onRound?.(at);
		}
		vi.setSystemTime(Date.now() + clockStepMs);
		const chance = new Chance(seed * 1_000_003 + at);
		await runOne(town, attemptOf(town, chance), report, at);
		if (at + 1 === early) report.heapBytes.early = heapBytes();
	}
	await endRound(town, report, bodies);
	report.heapBytes.end = heapBytes();
	report.rssBytes = process.memoryUsage.rss();
	report.tookMs = Math.round(performance.now() - startedAt);
	return report;
}

function emptyReport(bodies: number, seed: number): CampaignReport {
	const lane = (): LaneReport => ({ statuses: {}, plainMs: 0, worstMs: 0, worst: '' });
	return {
		...{ seed, bodies, unsendable: 0, findings: [], outcomes: {}, rssBytes: 0, tookMs: 0 },
		heapBytes: { early: 0, end: 0 },
		lanes: { sync: lane(), photos: lane(), escrow: lane(), replicas: lane(), 'sign-in': lane() }
	};
}

/** What the usual request of each lane costs once the code is warm. A sign-in hashes, by design. */
async function measurePlain(town: Town, report: CampaignReport, seed: number): Promise<void> {
	for (const lane of lanes) {
		const costs: number[] = [];
		for (let at = 0; at < plainSamples; at++) {
			const attempt = attemptOf(town, new Chance(seed + at), lane, true);
			const run = async () => {
				if (lane === 'sign-in') await town.service.signIn(attempt.sender.person);
				else await send(town, attempt);
			};
			costs.push((await costOf(run)).ms);
		}
		costs.sort((one, other) => one - other);
		report.lanes[lane].plainMs = costs[Math.floor(plainSamples / 2)] ?? 0;
	}
}

async function runOne(
	town: Town,
	attempt: Attempt,
	report: CampaignReport,
	at: number
): Promise<void> {
	const lane = report.lanes[attempt.lane];
	const { ms, value: answer } = await costOf(() => send(town, attempt));
	if (answer === null) {
		report.unsendable += 1;
		return;
	}
	lane.statuses[answer.status] = (lane.statuses[answer.status] ?? 0) + 1;
	const text = await bodyText(answer);
	const faults = faultsOf(attempt, answer, text);
	if (faults.length > 0)
		tell(report, `#${at} ${faults.join(', ')}: ${nameOf(attempt)} -> ${text.slice(0, 200)}`);
	if (!attempt.isPlain && ms > Math.max(dearMs, lane.worstMs)) {
		const again = await leastOf(town, attempt, ms);
		if (again > lane.worstMs)
			Object.assign(lane, { worstMs: again, worst: `#${at} ${nameOf(attempt)}` });
	} else if (!attempt.isPlain && ms > lane.worstMs) {
		Object.assign(lane, { worstMs: ms, worst: `#${at} ${nameOf(attempt)}` });
	}
	if (attempt.lane === 'sync') await learn(town, attempt, text);
}

async function leastOf(town: Town, attempt: Attempt, first: number): Promise<number> {
	let least = first;
	for (let repeat = 0; repeat < 3; repeat++) {
		least = Math.min(least, (await costOf(() => send(town, attempt))).ms);
	}
	return least;
}

/** The answer; null where such a request cannot even be written. */
async function send({ service }: Town, attempt: Attempt): Promise<Response | null> {
	const { method, path, headers, body, cookie } = attempt;
	const asked = { method, headers, body: body === null ? null : new Uint8Array(body), cookie };
	if (!isWritable(attempt)) return null;
	return service.ask(path, asked);
}

function isWritable({ headers, cookie, path }: Attempt): boolean {
	try {
		new Headers({ ...headers, ...(cookie === undefined ? {} : { cookie }) });
		new URL(path, 'http://localhost');
		return true;
	} catch {
		return false;
	}
}

/** What a device would remember of an answer, so that the next messages are near the truth. */
async function learn(town: Town, { sender }: Attempt, text: string): Promise<void> {
	const answer = syncResponse.safeParse(jsonOf(text));
	if (!answer.success) return;
	const { results, expect, forked, changes } = answer.data;
	if (forked === true) return town.mint(sender);
	const last = Math.max(0, ...results.map(({ n }) => n));
	sender.nextN = expect ?? Math.max(sender.nextN, last + 1);
	sender.cursor = changes.cursor;
}

async function endRound(town: Town, report: CampaignReport, at: number): Promise<void> {
	const { app } = town.service;
	for (const fault of await databaseFaults(app)) tell(report, `at ${at}: ${fault}`);
	const rows = await app.db.kysely.selectFrom('command').select('outcome').execute();
	for (const { outcome } of rows) report.outcomes[outcome] = (report.outcomes[outcome] ?? 0) + 1;
}

function tell({ findings }: CampaignReport, finding: string): void {
	if (findings.length < toldFindings) findings.push(finding);
}

async function bodyText(answer: Response): Promise<string> {
	const bytes = Buffer.from(await answer.arrayBuffer());
	const isPacked = answer.headers.get('content-encoding') === 'gzip';
	return (isPacked ? gunzipSync(bytes) : bytes).toString('utf8');
}

async function costOf<T>(run: () => Promise<T>): Promise<{ ms: number; value: T }> {
	const before = process.cpuUsage();
	const value = await run();
	const { user, system } = process.cpuUsage(before);
	return { ms: (user + system) / 1000, value };
}

function nameOf({ lane, method, path, headers, body, cookie, sender }: Attempt): string {
	const shown = Object.entries(headers).filter(([name]) => !name.startsWith('x-many'));
	const text = (body ?? Buffer.alloc(0)).toString('latin1');
	const whole = text.length > 600 ? `${text.slice(0, 600)}… (${text.length})` : text;
	const who = cookie === sender.cookie ? sender.person.id : 'odd cookie';
	return `${lane} ${method} ${path} by ${who} ${JSON.stringify(Object.fromEntries(shown)).slice(0, 400)} ${JSON.stringify(whole)}`;
}

/** The heap after a full collection, bytes. */
function heapBytes(): number {
	setFlagsFromString('--expose-gc');
	const collect: unknown = runInNewContext('gc');
	if (typeof collect === 'function') collect();
	return process.memoryUsage().heapUsed;
}
