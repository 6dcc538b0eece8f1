/** The photo lane over stores in memory and an uploader that does what the test says. */
import { beforeEach, expect, it } from 'vitest';
import { MemoryCache } from '../db/memory-cache';
import { MemoryOutbox } from '../db/memory-outbox';
import { fastPace, PhotoLane, quickMs, stallMs } from './photo-lane';
import { fullBatch } from './plan';
import type { Draft, PhotoUploader, UploadEnd } from './ports';

let outbox: MemoryOutbox;
let cache: MemoryCache;
let timers: { ms: number; run: () => void }[];
let uploads: string[];
let upload: PhotoUploader['upload'];
let kept: string[];
let now: number;
let lane: PhotoLane;

beforeEach(async () => {
	outbox = new MemoryOutbox();
	cache = new MemoryCache();
	timers = [];
	uploads = [];
	kept = [];
	now = 0;
	upload = () => Promise.resolve('complete');
	await outbox.adopt({ replica: 'x', key: null, deviceName: 'T', mintedAt: 0 }, false);
	lane = new PhotoLane({
		outbox,
		cache,
		uploader: {
			upload: (photo, ...rest) => {
				uploads.push(photo.sha256);
				return upload(photo, ...rest);
			}
		},
		timers: {
			after: (ms, run) => {
				const timer = { ms, run };
				timers.push(timer);
				return () => {
					timers = timers.filter((other) => other !== timer);
				};
			},
			random: () => 0.5
		},
		monoMs: () => now,
		keepCopy: ({ sha256 }) => {
			kept.push(sha256);
			return Promise.resolve();
		},
		headersOf: () => Promise.resolve({}),
		onProgress: () => undefined,
		onChanged: () => undefined,
		onSent: () => undefined,
		onSignedOut: () => undefined
	});
	lane.start();
});

const settle = async () => {
	for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve));
};

const photoBytes = 3;
let serial = 0;
async function aPhoto(sha256: string): Promise<void> {
	serial += 1;
	const draft: Draft = {
		envelope: {
			id: `c${serial}`,
			type: 'addPhoto',
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
			args: { sha256 },
			signature: null
		},
		snapshot: { number: '', address: '' }
	};
	const bytes = new Uint8Array([1, 2, 3]);
	await outbox.append([draft], { sha256, bytes, thumb: bytes, width: 1, height: 1 });
}

async function accepted(): Promise<void> {
	const sent = await outbox.take(fullBatch);
	const results = sent.map(({ id, envelope: { n } }) => ({
		n,
		id,
		outcome: 'applied' as const,
		duplicate: false,
		reason: null,
		detail: null,
		cover: {}
	}));
	await outbox.acknowledge(results, 'e', 1);
}

/** The report as the server shows it, with this photo in a state. */
async function row(sha256: string, state: string): Promise<void> {
	const { cursor } = await cache.meta();
	const body = { id: 'r', rev: 1, status: 'received', photos: [{ sha256, state }] };
	await cache.apply(
		{
			fromCursor: cursor,
			epoch: 'e',
			mode: 'delta',
			entries: [{ op: 'put', scope: 'user:1', kind: 'report', id: 'r', v: 1, body }],
			cursor: `${cursor}+`,
			covers: {},
			more: false,
			contact: { at: 0, skewMs: 0 }
		},
		await cache.beginTerm()
	);
}
const stateOf = async (sha256: string) =>
	(await outbox.photos()).find((photo) => photo.sha256 === sha256)?.state;

it('sends nothing before the command is accepted', async () => {
	await aPhoto('a');
	lane.kick();
	await settle();
	expect(uploads).toEqual([]);
	await accepted();
	lane.kick();
	await settle();
	expect(uploads).toEqual(['a']);
});

it('keeps the bytes until the row says stored, then a copy for the screens', async () => {
	await row('a', 'awaited');
	await aPhoto('a');
	await accepted();
	lane.kick();
	await settle();
	expect(await stateOf('a')).toBe('sent');
	expect(await outbox.readPhoto('a', 0, 3)).not.toBeNull();
	await row('a', 'stored');
	await lane.settle();
	expect(await stateOf('a')).toBe('stored');
	// Nothing was heard of backups yet.
	expect(await outbox.readPhoto('a', 0, 3)).not.toBeNull();
	lane.heard({ through: null, now: 500 });
	await lane.settle();
	expect(await outbox.readPhoto('a', 0, 3)).toBeNull();
	expect(kept).toEqual(['a']);
});

it('frees what was sent of a report that has left, and never what was not', async () => {
	await aPhoto('a');
	await lane.settle();
	expect(await outbox.readPhoto('a', 0, 3)).not.toBeNull();
	await accepted();
	lane.kick();
	await settle();
	expect(await stateOf('a')).toBe('stored');
});

it('tries again later when the line fails, and waits longer each time', async () => {
	await row('a', 'awaited');
	await aPhoto('a');
	await accepted();
	upload = () => Promise.resolve('later');
	lane.kick();
	await settle();
	expect(timers.map(({ ms }) => ms)).toEqual([1000]);
	timers[0]!.run();
	await settle();
	expect(timers.at(-1)!.ms).toBe(2000);
	expect((await outbox.photos())[0]?.attempts).toBe(2);
});

it('begins no upload before the server wants it, whoever asks [B3, B5]', async () => {
	await row('a', 'awaited');
	await aPhoto('a');
	await aPhoto('b');
	await accepted();
	upload = () => Promise.resolve({ retryAfterMs: 120_000 });
	lane.kick();
	await settle();
	expect(uploads).toEqual(['a']);
	expect(timers.map(({ ms }) => ms)).toEqual([120_000]);
	lane.kick();
	await settle();
	expect(uploads).toEqual(['a']);
	upload = () => Promise.resolve('complete');
	timers[0]!.run();
	await settle();
	expect(uploads).toEqual(['a', 'a', 'b']);
});

it('rests while the server asks the other lane to wait, and keeps the longer of two waits [B3]', async () => {
	await aPhoto('a');
	await accepted();
	let end = (_end: UploadEnd) => {};
	upload = () => new Promise((resolve) => (end = resolve));
	lane.kick();
	await settle();
	lane.pause(120_000);
	end('later');
	await settle();
	expect(timers.map(({ ms }) => ms)).toEqual([120_000]);
	lane.pause(5_000);
	lane.kick();
	await settle();
	expect(timers.map(({ ms }) => ms)).toEqual([120_000]);
	expect(uploads).toEqual(['a']);
});

it('comes soon after the other lane may, however often its own tries had failed [B3, I11]', async () => {
	await aPhoto('a');
	await accepted();
	upload = () => Promise.resolve('later');
	for (let tries = 0; tries < 8; tries++) {
		lane.kick();
		await settle();
	}
	expect(timers.at(-1)?.ms).toBeGreaterThan(20_000);
	lane.pause(5_000);
	expect(timers.map(({ ms }) => ms)).toEqual([5_000]);
});

it('lets a refused photo step aside for the next one', async () => {
	await row('a', 'awaited');
	await aPhoto('a');
	await aPhoto('b');
	await accepted();
	upload = ({ sha256 }) => Promise.resolve<UploadEnd>(sha256 === 'a' ? 'refused' : 'complete');
	lane.kick();
	await settle();
	expect(uploads).toEqual(['a', 'b']);
	expect([await stateOf('a'), await stateOf('b')]).toEqual(['waiting', 'sent']);
});

it('gives a photo up, in plain view, after two repeats, as the server then tells the office [H2]', async () => {
	await aPhoto('a');
	await accepted();
	upload = () => Promise.resolve('mismatch');
	lane.kick();
	for (let repeat = 1; repeat <= 2; repeat++) {
		await settle();
		expect(await stateOf('a')).toBe('waiting');
		timers.at(-1)!.run();
	}
	await settle();
	expect(uploads).toHaveLength(3);
	expect(await stateOf('a')).toBe('corrupt');
	expect(await outbox.readPhoto('a', 0, 3)).not.toBeNull();
});

it('tells of a photo that cannot be read any more, and goes on with the others [H3]', async () => {
	await aPhoto('a');
	await aPhoto('b');
	await accepted();
	upload = async ({ sha256 }, read) => {
		const bytes = await read(0, sha256 === 'a' ? 99 : 3);
		return bytes === null ? 'later' : 'complete';
	};
	lane.kick();
	await settle();
	expect(await stateOf('a')).toBe('corrupt');
	expect(uploads).toEqual(['a', 'b']);
});

it('gives up a connection that moves no byte', async () => {
	await aPhoto('a');
	await accepted();
	let isAborted = false;
	upload = (_photo, _read, onProgress, signal) => {
		signal.addEventListener('abort', () => (isAborted = true));
		onProgress(1);
		return new Promise(() => undefined);
	};
	lane.kick();
	await settle();
	expect(timers.map(({ ms }) => ms)).toEqual([stallMs]);
	timers[0]!.run();
	await settle();
	expect(isAborted).toBe(true);
	expect(timers.map(({ ms }) => ms)).toEqual([quickMs / 2]);
});

it('offers again what a restored server may have lost', async () => {
	await row('a', 'awaited');
	await aPhoto('a');
	await accepted();
	lane.kick();
	await settle();
	await outbox.offerPhotosAgain();
	lane.kick();
	await settle();
	expect(uploads).toEqual(['a', 'a']);
});

it('keeps the bytes of a stored photo until a backup of the server has it [F7]', async () => {
	await row('a', 'stored');
	await aPhoto('a');
	await accepted();
	lane.heard({ through: 100, now: 500 });
	lane.kick();
	await settle();
	await lane.settle();
	lane.heard({ through: 499, now: 600 });
	await lane.settle();
	expect(await outbox.readPhoto('a', 0, 3)).not.toBeNull();
	expect(kept).toEqual([]);
	lane.heard({ through: 500, now: 700 });
	await lane.settle();
	expect(await outbox.readPhoto('a', 0, 3)).toBeNull();
	expect(kept).toEqual(['a']);
});

it('lets the next photo begin when the last byte of the one before has left, each once [H1]', async () => {
	for (const sha256 of ['a', 'b', 'c', 'd']) await aPhoto(sha256);
	await accepted();
	const running: { sent: (bytes: number) => void; end: (end: UploadEnd) => void }[] = [];
	upload = (_photo, _read, sent) => new Promise((end) => running.push({ sent, end }));
	lane.kick();
	await settle();
	expect(uploads).toEqual(['a']);
	running[0]?.sent(2);
	await settle();
	expect(uploads).toEqual(['a']);
	running[0]?.sent(photoBytes);
	await settle();
	expect(uploads).toEqual(['a', 'b']);
	running[1]?.sent(photoBytes);
	await settle();
	expect(uploads).toEqual(['a', 'b']);
	running[0]?.end('complete');
	await settle();
	expect(uploads).toEqual(['a', 'b', 'c']);
	running[2]?.end('complete');
	await settle();
	expect(uploads).toEqual(['a', 'b', 'c', 'd']);
	for (const { end } of running) end('complete');
	await settle();
	expect((await outbox.pending()).photos).toBe(0);
});

it('sends two at once where the photo before went fast, and one where the line has become slow', async () => {
	for (const sha256 of ['a', 'b', 'c', 'd', 'e']) await aPhoto(sha256);
	await accepted();
	const ends: ((end: UploadEnd) => void)[] = [];
	upload = () => new Promise((end) => ends.push(end));
	lane.kick();
	await settle();
	now += photoBytes / fastPace;
	ends[0]?.('complete');
	await settle();
	expect(uploads).toEqual(['a', 'b', 'c']);
	now += photoBytes / fastPace + 1;
	ends[1]?.('complete');
	await settle();
	ends[2]?.('complete');
	await settle();
	expect(uploads).toEqual(['a', 'b', 'c', 'd']);
});

it('does not begin again with a photo that went up while the list of them was read', async () => {
	await aPhoto('a');
	await aPhoto('b');
	await accepted();
	// The line is free before the answer has come.
	upload = ({ size }, _, moved) => {
		moved(size);
		return settle().then(() => 'complete');
	};
	// Whoever asks second hears late which commands were accepted.
	const { promise: late, resolve: hear } = Promise.withResolvers<void>();
	const commandsOf = outbox.commandsOf.bind(outbox);
	let asked = 0;
	outbox.commandsOf = async (reportIds) => {
		const commands = await commandsOf(reportIds);
		if (++asked === 2) await late;
		return commands;
	};
	lane.kick();
	for (let i = 0; i < 3; i++) await settle();
	expect([uploads, await stateOf('a')]).toEqual([['a'], 'stored']);
	hear();
	for (let i = 0; i < 3; i++) await settle();
	expect(uploads).toEqual(['a', 'b']);
});

it('begins no other photo on a line that was dead for one, and all of them again [A10]', async () => {
	for (const sha256 of ['a', 'b', 'c']) await aPhoto(sha256);
	await accepted();
	upload = () => Promise.resolve('later');
	lane.kick();
	await settle();
	expect(uploads).toEqual(['a']);
	upload = () => Promise.resolve('complete');
	timers[0]?.run();
	await settle();
	expect((await outbox.pending()).photos).toBe(0);
});

it('goes on at once after a try that brought a photo further, and with patience after vain ones [H1, A10]', async () => {
	await aPhoto('a');
	await accepted();
	let reached = 0;
	let step = 10;
	upload = (_photo, _read, onProgress) => {
		onProgress((reached += step));
		return Promise.resolve('later');
	};
	lane.kick();
	await settle();
	for (const [next, waitMs] of [
		[10, quickMs / 2],
		[0, quickMs / 2],
		[0, 1000],
		[10, 2000]
	] as const) {
		expect(timers.map(({ ms }) => ms)).toEqual([waitMs]);
		step = next;
		timers[0]!.run();
		await settle();
	}
	expect(timers.map(({ ms }) => ms)).toEqual([quickMs / 2]);
});

it('begins soon after an upload that hung, when the server was heard meanwhile [I11]', async () => {
	await aPhoto('a');
	await accepted();
	upload = () => Promise.resolve('later');
	lane.kick();
	await settle();
	for (let vain = 0; vain < 4; vain++) {
		timers[0]!.run();
		await settle();
	}
	upload = () => new Promise(() => undefined);
	timers[0]!.run();
	await settle();
	lane.kick();
	expect(timers.map(({ ms }) => ms)).toEqual([stallMs]);
	timers[0]!.run();
	await settle();
	expect(timers.map(({ ms }) => ms)).toEqual([1000]);
});
