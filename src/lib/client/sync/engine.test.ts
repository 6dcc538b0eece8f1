/**
 * The engine against a server that says what the test tells it to, on stores in memory, with time
 * that stands until the test moves it. The random histories stand in tests/sim.
 */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { escrowBatch, type EscrowReceipt, type EscrowRequest } from '$lib/protocol/escrow';
import { checkSumOf } from '$lib/protocol/check-sum';
import type { SyncRequest, SyncResponse, TabletReport } from '$lib/protocol/sync';
import { failureOf, unreachable, type Answer } from '../errors';
import { MemoryCache } from '../db/memory-cache';
import { MemoryOutbox } from '../db/memory-outbox';
import { Engine } from './engine';
import type { Draft, Timers, UploadEnd } from './ports';

const aKey = {
	type: 'secret',
	extractable: false,
	algorithm: { name: 'HMAC' },
	usages: ['sign']
} satisfies CryptoKey;

type Reply = (request: SyncRequest) => Answer<SyncResponse> | Promise<Answer<SyncResponse>>;

let now: number;
let timers: { at: number; run: () => void }[];
let requests: SyncRequest[];
let replies: Reply[];
let minted: number;
let mayMint: boolean;
let mintDelay: Promise<void>;
let escrows: EscrowRequest[];
let escrowReply: (request: EscrowRequest) => Answer<EscrowReceipt>;
let revocations: number;
/** What each of them said of a recall. */
let recalls: boolean[];
let uploads: string[];
let uploadEnd: Promise<UploadEnd>;
let tablet: TabletReport | undefined;
let outbox: MemoryOutbox;
let cache: MemoryCache;
let engine: Engine;

beforeEach(async () => {
	now = 1_000_000;
	timers = [];
	requests = [];
	replies = [];
	minted = 0;
	mayMint = true;
	mintDelay = Promise.resolve();
	escrows = [];
	escrowReply = receive;
	revocations = 0;
	recalls = [];
	uploads = [];
	uploadEnd = Promise.resolve('later');
	tablet = undefined;
	outbox = new MemoryOutbox();
	cache = new MemoryCache();
	engine = newEngine();
	engine.start(await cache.beginTerm());
});

const after: Timers['after'] = (ms, run) => {
	const timer = { at: now + ms, run };
	timers.push(timer);
	return () => {
		timers = timers.filter((other) => other !== timer);
	};
};

function newEngine(): Engine {
	return new Engine(
		{
			outbox,
			cache,
			server: {
				exchange: async (request) => {
					requests.push(structuredClone(request));
					return (replies.shift() ?? accept)(request);
				},
				escrow: (request) => {
					escrows.push(request);
					return Promise.resolve(escrowReply(request));
				},
				mintReplica: async () => {
					if (!mayMint) return { ok: false, failure: signedOut };
					minted += 1;
					const value = { replica: `replica-${minted}`, secret: 'AA' };
					await mintDelay;
					return { ok: true, value };
				}
			},
			signer: {
				// As real cryptography: not before the next turn.
				keyOf: () => new Promise((resolve) => setImmediate(resolve, aKey)),
				sign: (_key, text) => Promise.resolve(`mac of ${text.length}`)
			},
			clock: { wallMs: () => now, monoMs: () => now, offsetMinutes: () => 0, session: 's' },
			timers: { after, random: () => 0.5 },
			deviceName: 'Tablet',
			makeRoom: () => Promise.resolve(false),
			wantsChecks: () => true,
			tablet: () => tablet,
			renewTerm: () => cache.beginTerm(),
			keepCopy: () => Promise.resolve(),
			uploader: {
				upload: ({ sha256 }, _read, moved) => {
					uploads.push(sha256);
					moved(1);
					return uploadEnd;
				}
			}
		},
		{
			status: () => undefined,
			applied: () => undefined,
			answered: () => undefined,
			photosChanged: () => undefined,
			revoked: (isRecalled) => {
				revocations += 1;
				recalls.push(isRecalled);
			},
			failed: () => undefined
		}
	);
}

const settle = async () => {
	for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
};

async function pass(ms: number): Promise<void> {
	const end = now + ms;
	for (;;) {
		await settle();
		const next = timers.toSorted((a, b) => a.at - b.at)[0];
		if (next === undefined || next.at > end) break;
		timers = timers.filter((timer) => timer !== next);
		now = Math.max(now, next.at);
		next.run();
	}
	now = end;
	await settle();
}

const respond = (request: SyncRequest, part: Partial<SyncResponse> = {}): Answer<SyncResponse> => ({
	ok: true,
	value: {
		epoch: 'e1',
		exchange: request.exchange,
		serverTime: now,
		results: [],
		changes: {
			mode: 'delta',
			entries: [],
			cursor: `c${requests.length}`,
			covers: { 'user:1': 1 },
			more: false
		},
		...part
	}
});
const resultsOf = (request: SyncRequest): SyncResponse['results'] =>
	outboxOf(request).map(({ n, id }) => ({
		n,
		id,
		outcome: 'applied',
		duplicate: false,
		reason: null,
		detail: null,
		cover: {}
	}));
const outboxOf = ({ commands }: SyncRequest) =>
	commands as { n: number; id: string; replica: string }[];
const accept: Reply = (request) => respond(request, { results: resultsOf(request) });
const refuse =
	(
		status: number,
		code: string,
		{
			retryAfter,
			...part
		}: {
			retryAfter?: string;
			results?: unknown;
			lastN?: number;
			isRecalled?: boolean;
		} = {}
	): Reply =>
	() => ({ ok: false, failure: failureOf(status, { code, ...part }, retryAfter ?? null) });
const signedOut = failureOf(401, { code: 'signed_out' }, null);
const receive = ({ batch }: EscrowRequest): Answer<EscrowReceipt> => ({
	ok: true,
	value: {
		received: escrowBatch.parse(JSON.parse(batch)).commands.length,
		known: 0,
		expect: null,
		isUnderReview: true,
		photos: []
	}
});
const portal: Reply = () => ({ ok: false, failure: unreachable });

let serial = 0;
const aDraft = (text = 'x'): Draft => ({
	envelope: {
		id: `00000000-0000-7000-8000-${String((serial += 1)).padStart(12, '0')}`,
		type: 'addNote',
		typeVersion: 1,
		reportId: 'r',
		base: { rev: 1, assignEpoch: 1 },
		deviceAt: 1,
		deviceOffsetMinutes: 0,
		monoMs: 0,
		session: 's',
		skew: null,
		group: null,
		isVoid: false,
		args: { text },
		signature: null
	},
	snapshot: { number: '', address: '' }
});
async function act(count = 1): Promise<void> {
	await outbox.append(Array.from({ length: count }, () => aDraft()));
	engine.kick('act');
}
const sentN = (index: number) => outboxOf(requests[index]!).map(({ n }) => n);
const states = async () => (await outbox.commands()).map(({ state }) => state);

it('gathers acts for 300 ms after the first and sends them in order', async () => {
	await pass(0);
	await act();
	await pass(200);
	await act();
	await pass(99);
	expect(requests).toHaveLength(1);
	await pass(1);
	expect(sentN(1)).toEqual([1, 2]);
	expect(await states()).toEqual(['answered', 'answered']);
});

it('acknowledges only what the answer lists, and sends the rest again [B9]', async () => {
	await pass(0);
	replies = [(request) => respond(request, { results: resultsOf(request).slice(0, 1) })];
	await act(3);
	await pass(300);
	expect(sentN(1)).toEqual([1, 2, 3]);
	expect(sentN(2)).toEqual([2, 3]);
});

it('ignores a result of another id or counter [B10]', async () => {
	await pass(0);
	const wrong: Reply = (request) =>
		respond(request, { results: resultsOf(request).map((result) => ({ ...result, n: 9 })) });
	replies = [wrong];
	await act();
	await pass(300);
	expect(await states()).toEqual(['attempted']);
	expect(engine.status.state).toBe('backoff');
	await pass(1000);
	expect(await states()).toEqual(['answered']);
});

it('keeps everything through errors of the server and waits longer each time [B1]', async () => {
	await pass(0);
	replies = Array.from({ length: 3 }, () => refuse(500, 'broken'));
	await act(2);
	await pass(300);
	const waits: number[] = [];
	for (let i = 0; i < 3; i++) {
		waits.push((engine.status.nextTryAt ?? 0) - now);
		await pass(waits[i]!);
	}
	expect(waits).toEqual([1000, 2000, 4000]);
	expect(await states()).toEqual(['answered', 'answered']);
	expect(engine.status.state).toBe('idle');
});

it('takes results from a failing answer too, never from its status', async () => {
	await pass(0);
	replies = [
		(request) => refuse(503, 'busy', { results: resultsOf(request).slice(0, 1) })(request),
		portal
	];
	await act(2);
	await pass(300);
	expect(await states()).toEqual(['answered', 'attempted']);
});

it('does not come before Retry-After, whoever asks [B2]', async () => {
	await pass(0);
	replies = [refuse(503, 'busy', { retryAfter: '120' })];
	await act();
	await pass(300);
	const count = requests.length;
	for (const trigger of ['manual', 'online', 'visible', 'poke', 'act'] as const) {
		engine.kick(trigger);
		await pass(1000);
	}
	await pass(114_000);
	expect(requests).toHaveLength(count);
	await pass(2000);
	expect(await states()).toEqual(['answered']);
});

it('comes soon after Retry-After when the network is back, however long it had tried in vain [B2, I11]', async () => {
	await pass(0);
	replies = [...Array.from({ length: 8 }, () => portal), refuse(503, 'busy', { retryAfter: '10' })];
	await act();
	for (let tries = 0; tries < 9; tries++) await pass((engine.status.nextTryAt ?? now) - now + 300);
	expect((engine.status.nextTryAt ?? 0) - now).toBeGreaterThan(20_000);
	engine.kick('online');
	await pass(11_000);
	expect(await states()).toEqual(['answered']);
});

it('asks nothing of the photo lane either while the server wants to be left alone [B3, B5]', async () => {
	await pass(0);
	const photo = { sha256: 'a', thumb: new Uint8Array(1), width: 1, height: 1 };
	const draft = aDraft();
	const declaring = { ...draft, envelope: { ...draft.envelope, type: 'addPhoto' as const } };
	await outbox.append([declaring], { ...photo, bytes: new Uint8Array(1) });
	engine.kick('manual');
	await pass(0);
	expect(uploads).toHaveLength(1);
	replies = [refuse(429, 'too_many_requests', { retryAfter: '120' })];
	await act();
	await pass(300);
	const before = uploads.length;
	await pass(119_000);
	expect(uploads).toHaveLength(before);
	await pass(120_000);
	expect(uploads.length).toBeGreaterThan(before);
});

it('stops at the end of the session and goes on after the next one [B6]', async () => {
	await pass(0);
	replies = [refuse(401, 'signed_out')];
	await act();
	await pass(300);
	expect(engine.status.state).toBe('needs_sign_in');
	const count = requests.length;
	engine.kick('online');
	await pass(600_000);
	expect(requests).toHaveLength(count);
	engine.signedIn();
	await pass(0);
	expect(await states()).toEqual(['answered']);
});

it('hands in after all where access is withdrawn while nobody signs in [D3]', async () => {
	await pass(0);
	mayMint = false;
	replies = [refuse(401, 'signed_out'), refuse(403, 'replica_revoked')];
	await act();
	await pass(300);
	expect(engine.status.state).toBe('needs_sign_in');
	await pass(3_600_000);
	expect(engine.status.state).toBe('revoked');
	expect(await states()).toEqual(['answered']);
});

it('goes on when its person signs in before the end of the old session is heard [B6]', async () => {
	await pass(0);
	const late = Promise.withResolvers<void>();
	replies = [(request) => late.promise.then(() => refuse(401, 'signed_out')(request))];
	await act();
	await pass(300);
	engine.signedIn();
	late.resolve();
	await pass(2000);
	expect(await states()).toEqual(['answered']);
});

it('adopts no replica that comes after its exchange was given up', async () => {
	engine.stop();
	const late = Promise.withResolvers<void>();
	mintDelay = late.promise;
	outbox = new MemoryOutbox();
	engine = newEngine();
	engine.start(await cache.beginTerm());
	await pass(46_000);
	mintDelay = Promise.resolve();
	await pass(120_000);
	const { replica } = (await outbox.identity())!;
	late.resolve();
	await pass(1000);
	expect((await outbox.identity())?.replica).toBe(replica);
});

it('halves a batch that is too large, and empties the one command that is [B4]', async () => {
	await pass(0);
	const big: Reply = (request) =>
		outboxOf(request).length > 1 || JSON.stringify(request.commands).includes('huge')
			? refuse(413, 'too_large')(request)
			: accept(request);
	replies = Array.from({ length: 20 }, () => big);
	await outbox.append([aDraft(), aDraft('huge'), aDraft()]);
	engine.kick('manual');
	await pass(0);
	expect(await states()).toEqual(['answered', 'answered', 'answered']);
	const [, shell] = await outbox.commands();
	expect(shell).toMatchObject({ envelope: { isVoid: true }, tooLarge: { args: { text: 'huge' } } });
});

it('empties no command because of a proxy that takes little [B4]', async () => {
	await pass(0);
	replies = [() => ({ ok: false, failure: failureOf(413, undefined, null) })];
	await act();
	await pass(300);
	expect((await outbox.commands())[0]).toMatchObject({ tooLarge: null, state: 'attempted' });
	await pass(2000);
	expect(await states()).toEqual(['answered']);
});

it('takes a captive portal for being offline and acknowledges nothing [A11, A12]', async () => {
	await pass(0);
	replies = [portal];
	await act();
	await pass(300);
	expect(engine.status.state).toBe('offline');
	expect(await states()).toEqual(['attempted']);
	engine.kick('online');
	await pass(0);
	expect(await states()).toEqual(['answered']);
});

it('gives up a connection that says nothing, and ignores its late answer [A7, A9]', async () => {
	await pass(0);
	let late: (answer: Answer<SyncResponse>) => void = () => undefined;
	replies = [(_) => new Promise((resolve) => (late = resolve)), accept];
	await act();
	await pass(300);
	await pass(44_000);
	expect(engine.status.state).toBe('exchanging');
	await pass(3000);
	expect(await states()).toEqual(['answered']);
	const { cursor } = await cache.meta();
	late(respond(requests[1]!));
	await settle();
	expect((await cache.meta()).cursor).toBe(cursor);
});

it('takes a new replica after a fork and sends under it [C20]', async () => {
	await pass(0);
	replies = [(request) => respond(request, { forked: true })];
	await act(2);
	await pass(2000);
	expect(outboxOf(requests.at(-1)!).map(({ replica, n }) => [replica, n])).toEqual([
		['replica-2', 1],
		['replica-2', 2]
	]);
	expect(await states()).toEqual(['answered', 'answered']);
});

it('offers everything again to a server that has forgotten the replica [F7]', async () => {
	await pass(0);
	await act(2);
	await pass(300);
	replies = [refuse(403, 'replica_unknown')];
	await act();
	await pass(2000);
	expect(outboxOf(requests.at(-1)!).map(({ replica, n }) => [replica, n])).toEqual([
		['replica-2', 1],
		['replica-2', 2],
		['replica-2', 3]
	]);
});

it('sends from where the server stands when it waits for an earlier counter [F7]', async () => {
	await pass(0);
	await act(3);
	await pass(300);
	replies = [(request) => respond(request, { expect: 2 })];
	await act();
	await pass(300);
	expect(sentN(2)).toEqual([4]);
	expect(sentN(3)).toEqual([2, 3, 4]);
	expect(await states()).toEqual(['answered', 'answered', 'answered', 'answered']);
});

it('opens new books when the server waits for what is not kept any more', async () => {
	await pass(0);
	await act(3);
	await pass(300);
	await outbox.prune(now + 1);
	replies = [(request) => respond(request, { expect: 2 })];
	await act();
	await pass(2000);
	expect(outboxOf(requests.at(-1)!).map(({ replica, n }) => [replica, n])).toEqual([
		['replica-2', 1]
	]);
});

it('offers again what the books of a server lack that was restored in silence [F8]', async () => {
	await pass(0);
	await act(3);
	await pass(300);
	const lacks3: Reply = (request) => respond(request, { lastN: 2 });
	replies = [lacks3];
	engine.kick('manual');
	await pass(0);
	expect(sentN(requests.length - 1)).toEqual([1, 2, 3]);
	expect(await states()).toEqual(['answered', 'answered', 'answered']);
	const before = requests.length;
	replies = [(request) => respond(request, { lastN: 3 })];
	engine.kick('manual');
	await pass(0);
	expect(requests).toHaveLength(before + 1);
});

it('asks a restored server what it made of the last commands, and offers the rest [F7]', async () => {
	await pass(0);
	await act(60);
	await pass(300);
	const before = requests.length;
	const restored: Reply = (request) => respond(request, { epoch: 'e2' });
	const waitsFor2: Reply = (request) => respond(request, { epoch: 'e2', expect: 2 });
	const acceptNew: Reply = (request) => ({ ...accept(request), ...restoredValue(request) });
	const restoredValue = (request: SyncRequest) =>
		respond(request, { epoch: 'e2', results: resultsOf(request) });
	replies = [restored, waitsFor2, acceptNew, acceptNew];
	engine.kick('manual');
	await pass(0);
	const sent = requests.slice(before).map((request) => outboxOf(request).map(({ n }) => n));
	expect(sent.map(([first, ...rest]) => [first, rest.at(-1)])).toEqual([
		[undefined, undefined],
		[11, 60],
		[2, 51],
		[52, 60]
	]);
	expect((await cache.meta()).epoch).toBe('e2');
});

it('exchanges once more when it was called during an exchange, and not when it is not behind', async () => {
	await pass(0);
	const count = requests.length;
	engine.come({ 'user:1': 1 });
	await pass(0);
	expect(requests).toHaveLength(count);
	engine.come({ 'user:1': 2 });
	engine.come({ 'user:1': 2 });
	await pass(0);
	expect(requests).toHaveLength(count + 2);
});

it('exchanges once for the photos that the server takes in while they go up', async () => {
	await pass(0);
	uploadEnd = new Promise(() => undefined);
	const { envelope, snapshot } = aDraft();
	const bytes = new Uint8Array(3);
	await outbox.append(
		[{ envelope: { ...envelope, type: 'addPhoto', args: { sha256: 'ab' } }, snapshot }],
		{ sha256: 'ab', bytes, thumb: bytes, width: 1, height: 1 }
	);
	engine.kick('manual');
	await pass(0);
	expect(engine.status.uploads).toHaveLength(1);
	const count = requests.length;
	for (let v = 2; v < 5; v++) {
		engine.come({ 'user:1': v });
		await pass(90);
	}
	expect(requests).toHaveLength(count);
	await pass(30);
	expect(requests).toHaveLength(count + 1);
});

it('looks by itself every minute while somebody watches', async () => {
	await pass(0);
	await pass(180_000);
	expect(requests).toHaveLength(4);
});

it('goes on with the next page at once', async () => {
	const page =
		(more: boolean, cursor: string): Reply =>
		(request) =>
			respond(request, {
				changes: { mode: 'resync', entries: [], cursor, covers: {}, more }
			});
	replies = [page(true, 'a'), page(true, 'b'), page(false, 'c')];
	await pass(0);
	expect(requests.map(({ cursor }) => cursor)).toEqual([null, 'a', 'b']);
	expect((await cache.meta()).isComplete).toBe(true);
});

const pageOf = (request: SyncRequest, cursor: string, more: boolean) => {
	const covers = { 'user:1': 1 };
	return respond(request, { changes: { mode: 'delta', entries: [], cursor, covers, more } });
};

it('asks for the next page while it writes the one before, each page once', async () => {
	replies = [
		(request) => pageOf(request, 'p1', true),
		(request) => pageOf(request, 'p2', true),
		(request) => pageOf(request, 'p3', false)
	];
	const asked: (string | null)[] = [];
	const apply = cache.apply.bind(cache);
	vi.spyOn(cache, 'apply').mockImplementation((page, term) => {
		asked.push(requests.at(-1)?.cursor ?? null);
		return apply(page, term);
	});
	await pass(0);
	expect(asked).toEqual(['p1', 'p2', 'p2']);
	expect(requests.map(({ cursor }) => cursor)).toEqual([null, 'p1', 'p2']);
	expect((await cache.meta()).cursor).toBe('p3');
});

it('reads a page again that was asked for before somebody called', async () => {
	replies = [
		(request) => pageOf(request, 'p1', true),
		(request) => pageOf(request, 'old', false),
		(request) => pageOf(request, 'new', false)
	];
	const apply = cache.apply.bind(cache);
	vi.spyOn(cache, 'apply').mockImplementationOnce((page, term) => {
		engine.kick('poke');
		return apply(page, term);
	});
	await pass(0);
	expect(requests.slice(1, 3).map(({ cursor }) => cursor)).toEqual(['p1', 'p1']);
	expect((await cache.meta()).cursor).not.toBe('old');
});

it('sends work with the next page, although that was asked for without it', async () => {
	replies = [(request) => pageOf(request, 'p1', true), (request) => pageOf(request, 'p2', false)];
	const apply = cache.apply.bind(cache);
	vi.spyOn(cache, 'apply').mockImplementationOnce(async (page, term) => {
		await outbox.append([aDraft()]);
		return apply(page, term);
	});
	await pass(0);
	expect(sentN(1)).toEqual([]);
	expect(sentN(2)).toEqual([1]);
	expect(requests[2]?.cursor).toBe('p1');
});

it('goes on after a lost lead that fell into an exchange, once it leads again [C17]', async () => {
	const { promise, resolve } = Promise.withResolvers<void>();
	replies = [
		async (request) => {
			await promise;
			return respond(request);
		}
	];
	await settle();
	engine.stop();
	resolve();
	await settle();
	await outbox.append([aDraft()]);
	engine.start(await cache.beginTerm());
	await pass(0);
	expect(await states()).toEqual(['answered']);
});

it('lets two tabs without locks both come to an end, whichever led last', async () => {
	await pass(0);
	const other = newEngine();
	other.start(await cache.beginTerm());
	await pass(0);
	other.stop();
	await act();
	await pass(10_000);
	expect(await states()).toEqual(['answered']);
});

it('goes on with acts and photos in a version that is too old to read [B8]', async () => {
	await pass(0);
	replies = [(request) => refuse(426, 'upgrade_needed', { results: resultsOf(request) })(request)];
	const { envelope, snapshot } = aDraft();
	const bytes = new Uint8Array(3);
	await outbox.append(
		[{ envelope: { ...envelope, type: 'addPhoto', args: { sha256: 'ab' } }, snapshot }],
		{ sha256: 'ab', bytes, thumb: bytes, width: 1, height: 1 }
	);
	engine.kick('act');
	await pass(300);
	expect(engine.status.state).toBe('needs_upgrade');
	expect(await states()).toEqual(['answered']);
	expect(uploads).toEqual(['ab']);
});

it('says what the device is like once it knows, and nothing before', async () => {
	await pass(0);
	tablet = { app: '1.2.3', freeBytes: 5 };
	await act();
	await pass(300);
	expect(requests.map(({ pending }) => pending.tablet)).toEqual([
		undefined,
		{ app: '1.2.3', freeBytes: 5 }
	]);
	expect(requests[0]?.pending).not.toHaveProperty('tablet');
});

describe('when access has ended [B7, D3]', () => {
	const revoke = refuse(403, 'replica_revoked');

	it('hands in what was done before, signed, and rests', async () => {
		await pass(0);
		mayMint = false;
		replies = [revoke];
		await act(2);
		await pass(300);
		expect(engine.status.state).toBe('revoked');
		expect(revocations).toBe(1);
		const [request] = escrows;
		expect(request).toMatchObject({ replica: 'replica-1', mac: `mac of ${request?.batch.length}` });
		const { commands } = escrowBatch.parse(JSON.parse(request?.batch ?? ''));
		expect(commands).toEqual((await outbox.commands()).map(({ envelope }) => envelope));
		const results = (await outbox.commands()).map(({ result }) => result);
		expect(results).toMatchObject([
			{ outcome: 'claim', reason: 'escrowed' },
			{ outcome: 'claim', reason: 'escrowed' }
		]);
		const count = requests.length;
		await pass(10 * 60_000);
		expect(requests).toHaveLength(count);
	});

	it('hands in again what a restored server has lost of it [F8]', async () => {
		await pass(0);
		mayMint = false;
		replies = [revoke];
		await act(2);
		await pass(300);
		replies = [refuse(403, 'replica_revoked', { lastN: 1 })];
		engine.signedIn();
		await pass(300);
		expect(escrows).toHaveLength(2);
		expect(escrowBatch.parse(JSON.parse(escrows[1]!.batch)).commands).toMatchObject([{ n: 2 }]);
		expect(await states()).toEqual(['answered', 'answered']);
	});

	it('keeps everything and tries again where the line fails meanwhile', async () => {
		await pass(0);
		mayMint = false;
		replies = [revoke, revoke];
		escrowReply = () => ({ ok: false, failure: unreachable });
		await act();
		await pass(300);
		expect(await states()).toEqual(['attempted']);
		escrowReply = receive;
		await pass(2000);
		expect(await states()).toEqual(['answered']);
		expect(engine.status.state).toBe('revoked');
	});

	it('takes a recall for one only once everything is handed in', async () => {
		await pass(0);
		mayMint = false;
		const recall = refuse(403, 'replica_revoked', { isRecalled: true });
		replies = [recall, recall];
		escrowReply = () => ({ ok: false, failure: unreachable });
		await act();
		await pass(300);
		expect(recalls).toEqual([false]);
		escrowReply = receive;
		await pass(2000);
		expect(recalls).toEqual([false, true]);
	});

	it('takes no recall for one where somebody has signed in, or access has ended otherwise', async () => {
		await pass(0);
		replies = [refuse(403, 'replica_revoked', { isRecalled: true })];
		await act();
		await pass(2000);
		expect([engine.status.state, recalls]).toEqual(['idle', []]);
		mayMint = false;
		replies = [revoke];
		engine.kick('manual');
		await pass(300);
		expect([engine.status.state, recalls]).toEqual(['revoked', [false]]);
	});

	it('hands in as well what was in hand when access ended', async () => {
		await pass(0);
		mayMint = false;
		replies = [revoke, revoke];
		await act();
		await pass(300);
		expect(engine.status.state).toBe('revoked');
		await act();
		await pass(2000);
		expect(await states()).toEqual(['answered', 'answered']);
		expect(escrows).toHaveLength(2);
	});

	it('goes on soon under the new replica, however long it was offline before [I11]', async () => {
		await pass(0);
		const offline: Reply = () => ({ ok: false, failure: unreachable });
		replies = Array.from({ length: 40 }, () => offline);
		await act();
		await pass(300_000);
		replies = [revoke];
		engine.kick('manual');
		await pass(2000);
		expect(engine.status.state).toBe('idle');
	});

	it('leaves the server alone for as long as it asks, with handing in too [B3]', async () => {
		await pass(0);
		mayMint = false;
		replies = [revoke, revoke];
		escrowReply = () => ({
			ok: false,
			failure: failureOf(429, { code: 'too_many_requests' }, '120')
		});
		await act();
		await pass(300);
		escrowReply = receive;
		await pass(119_000);
		expect(escrows).toHaveLength(1);
		await pass(2000);
		expect(await states()).toEqual(['answered']);
	});

	it('sends no photo that the server does not ask for', async () => {
		await pass(0);
		mayMint = false;
		replies = [revoke];
		const photo = { thumb: new Uint8Array(1), bytes: new Uint8Array(1), width: 1, height: 1 };
		for (const sha256 of ['asked', 'not asked']) {
			const draft = aDraft();
			const envelope = { ...draft.envelope, type: 'addPhoto' as const };
			await outbox.append([{ ...draft, envelope }], { ...photo, sha256 });
		}
		escrowReply = (request) => {
			const answer = receive(request);
			return answer.ok ? { ok: true, value: { ...answer.value, photos: ['asked'] } } : answer;
		};
		engine.kick('act');
		await pass(300);
		const kept = (await outbox.photos()).map(({ sha256, state }) => [sha256, state]);
		expect(kept).toEqual([
			['asked', 'waiting'],
			['not asked', 'refused']
		]);
	});

	it('counts nothing as handed in that the server has not counted', async () => {
		await pass(0);
		mayMint = false;
		replies = [revoke];
		escrowReply = (request) => {
			const answer = receive(request);
			return answer.ok ? { ok: true, value: { ...answer.value, received: 1 } } : answer;
		};
		await act(2);
		await pass(300);
		expect(await states()).toEqual(['attempted', 'attempted']);
	});

	it('works on under a new replica where the person may', async () => {
		await pass(0);
		replies = [revoke];
		await act();
		await pass(300);
		await pass(2000);
		await act();
		await pass(300);
		expect(engine.status.state).toBe('idle');
		expect(outboxOf(requests.at(-1)!).map(({ replica, n }) => [replica, n])).toEqual([
			['replica-2', 1]
		]);
	});

	it('sends again when the person has signed in once more', async () => {
		await pass(0);
		mayMint = false;
		replies = [revoke, revoke];
		await act();
		await pass(300);
		mayMint = true;
		engine.signedIn();
		await pass(0);
		await pass(2000);
		expect(engine.status.state).toBe('idle');
		expect((await outbox.identity())?.replica).toBe('replica-2');
	});
});

describe('the check of what is here [G5]', () => {
	const report = (id: string, rev: number) => ({
		op: 'put' as const,
		...{ scope: 'user:1', kind: 'report' as const, id, v: rev },
		body: { id, rev, status: 'assigned', photos: [], endedAt: null }
	});
	const page = (part: Partial<SyncResponse['changes']>): SyncResponse['changes'] => ({
		mode: 'delta',
		entries: [],
		cursor: `c${requests.length}`,
		covers: { 'user:1': 1 },
		more: false,
		...part
	});
	const truth = [
		['report:a', 1],
		['report:b', 2]
	] as const;
	const check = { 'user:1': checkSumOf(truth) };
	const audit = { 'user:1': Object.fromEntries(truth) };
	const revs = async () =>
		(await cache.reports()).map(({ id, rev }) => [id, rev]).toSorted((a, b) => (a < b ? -1 : 1));

	async function hold(...rows: [string, number][]): Promise<void> {
		replies = [
			(request) =>
				respond(request, { changes: page({ entries: rows.map(([id, rev]) => report(id, rev)) }) })
		];
		await pass(0);
	}
	const repairs: Reply = ({ repair = [], ...request }) => {
		const entries = repair.map((key) =>
			report(key.slice(7), new Map<string, number>(truth).get(key) ?? 0)
		);
		return respond(request, { changes: page({ entries }) });
	};

	it('is asked for some time after a start, once, and is content', async () => {
		await hold(['a', 1], ['b', 2]);
		replies = [(request) => respond(request, { changes: page({ check }) })];
		await pass(61_000);
		expect(requests.filter((request) => request.check === true)).toHaveLength(1);
		await pass(5 * 60_000);
		expect(requests.filter((request) => request.check === true)).toHaveLength(1);
		expect((await cache.meta()).repairs).toBeUndefined();
	});

	it.each([
		['a row that is missing', [['a', 1]]],
		[
			'a row too many',
			[
				['a', 1],
				['b', 2],
				['x', 1]
			]
		],
		[
			'a row with another rev',
			[
				['a', 7],
				['b', 2]
			]
		]
	] as [string, [string, number][]][])('mends %s, and tells of it', async (_name, rows) => {
		await hold(...rows);
		replies = [
			(request) => respond(request, { changes: page({ check }) }),
			(request) => respond(request, { changes: page({ audit }) }),
			repairs
		];
		await pass(61_000);
		expect(await revs()).toEqual([
			['a', 1],
			['b', 2]
		]);
		expect(requests.flatMap(({ audit = [] }) => audit)).toEqual(['user:1']);
	});

	it('begins anew where too much is wrong', async () => {
		await hold(['a', 1]);
		const many = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`report:${i}`, 1]));
		replies = [
			(request) => respond(request, { changes: page({ check }) }),
			(request) => respond(request, { changes: page({ audit: { 'user:1': many } }) })
		];
		await pass(61_000);
		await pass(61_000);
		expect(requests.some(({ cursor }, i) => i > 1 && cursor === null)).toBe(true);
	});
});
