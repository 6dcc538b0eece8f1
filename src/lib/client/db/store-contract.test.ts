/**
 * One suite over both kinds of store, on disk (Dexie) and in memory: what the simulation proves
 * about the engine holds for the device only because this suite is green.
 */
import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CommandType } from '$lib/domain/report/lifecycle';
import type { Change, CommandResult } from '$lib/protocol/sync';
import { fullBatch } from '../sync/plan';
import type { CacheStore, Draft, Identity, OutboxStore, Page } from '../sync/ports';
import { plainArgs } from '../../../../tests/support/builders';
import { emptyDraft } from '../draft';
import { openCache } from './cache';
import { MemoryCache } from './memory-cache';
import { MemoryOutbox } from './memory-outbox';
import { openOutbox } from './outbox';
import { pieceBytes } from './outbox-rows';

let serial = 0;
const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

function aDraft(
	type: CommandType = 'start',
	args: unknown = {},
	deviceAt = 1000,
	typeVersion = 1
): Draft {
	serial += 1;
	return {
		envelope: {
			id: uuid(serial),
			type,
			typeVersion,
			reportId: uuid(900),
			base: { rev: 1, assignEpoch: 1 },
			deviceAt,
			deviceOffsetMinutes: 240,
			monoMs: 5,
			session: 's',
			skew: null,
			group: null,
			isVoid: false,
			args,
			signature: null
		},
		snapshot: { number: 'MM-26-000001-8', address: 'Street 1' }
	};
}
const aClosing = emptyDraft(uuid(900));
const identity = (replica: string): Identity => ({
	replica,
	key: null,
	deviceName: 'Tablet',
	mintedAt: 0
});
const resultOf = (n: number, id: string, more: Partial<CommandResult> = {}): CommandResult => ({
	n,
	id,
	outcome: 'applied',
	duplicate: false,
	reason: null,
	detail: null,
	cover: { 'user:1': 7 },
	...more
});
const aPhoto = (sha256: string, size: number) => ({
	sha256,
	bytes: new Uint8Array(size).map((_, i) => i % 251),
	thumb: new Uint8Array([1]),
	width: 10,
	height: 10
});

const outboxes: [string, () => Promise<OutboxStore>][] = [
	['on disk', () => openOutbox(`p${(serial += 1)}`)],
	['in memory', () => Promise.resolve(new MemoryOutbox())]
];

describe.each(outboxes)('the outbox %s', (_, open) => {
	let outbox: OutboxStore;
	beforeEach(async () => {
		outbox = await open();
	});

	it('counts commands 1, 2, 3 without gaps, also when appended at once [I3]', async () => {
		await Promise.all([outbox.append([aDraft(), aDraft()]), outbox.append([aDraft()])]);
		const counters = (await outbox.commands()).map((row) => row.envelope.n);
		expect(counters).toEqual([1, 2, 3]);
	});

	it('hands out nothing before it has a replica, then the queue in order', async () => {
		const [first, second] = await outbox.append([aDraft(), aDraft()]);
		expect(await outbox.take(fullBatch)).toEqual([]);
		await outbox.adopt(identity(uuid(1)), false);
		const batch = await outbox.take(fullBatch);
		expect(batch.map((row) => row.id)).toEqual([first?.id, second?.id]);
		expect(batch[0]).toMatchObject({ state: 'attempted', envelope: { replica: uuid(1), n: 1 } });
	});

	it('hands out the same bytes again until they are answered [I1]', async () => {
		await outbox.adopt(identity(uuid(1)), false);
		await outbox.append([aDraft()]);
		const first = await outbox.take(fullBatch);
		expect(JSON.stringify(await outbox.take(fullBatch))).toBe(JSON.stringify(first));
	});

	it('acknowledges only where n and id both match, and only once [B10]', async () => {
		await outbox.adopt(identity(uuid(1)), false);
		const [row] = await outbox.append([aDraft(), aDraft()]);
		await outbox.take(fullBatch);
		const id = row!.id;
		expect(await outbox.acknowledge([resultOf(2, id)], 'e', 9)).toEqual([]);
		expect(await outbox.acknowledge([resultOf(1, uuid(77777))], 'e', 9)).toEqual([]);
		expect(await outbox.acknowledge([resultOf(1, id)], 'e', 9)).toHaveLength(1);
		expect(await outbox.acknowledge([resultOf(1, id)], 'e', 10)).toEqual([]);
		expect((await outbox.take(fullBatch)).map(({ envelope }) => envelope.n)).toEqual([2]);
		expect(await outbox.lastAnsweredN()).toBe(1);
		expect(await outbox.answeredEpoch()).toBe('e');
	});

	it('remembers the epoch of what was answered before work was handed in', async () => {
		await outbox.adopt(identity(uuid(1)), false);
		for (const [index, epoch] of ['e', ''].entries()) {
			const [row] = await outbox.append([aDraft()]);
			await outbox.take(fullBatch);
			await outbox.acknowledge([resultOf(index + 1, row!.id)], epoch, 9);
		}
		expect(await outbox.answeredEpoch()).toBe('e');
	});

	it('voids a command that was never attempted, and keeps its n', async () => {
		await outbox.adopt(identity(uuid(1)), false);
		const [row] = await outbox.append([aDraft()]);
		const undo = aDraft('undo', { commandId: row!.id, elapsedMs: 5 });
		const changed = await outbox.takeBack([undo]);
		expect(changed).toHaveLength(1);
		expect(changed[0]).toMatchObject({ id: row!.id, envelope: { n: 1, isVoid: true } });
		expect(await outbox.pending()).toEqual({ commands: 0, photos: 0, oldestAt: null });
		expect(await outbox.hasUnanswered()).toBe(true);
	});

	it('keeps a draft until its closing is queued, and then no more', async () => {
		const other = { ...aClosing, reportId: uuid(901) };
		await outbox.saveDraft(aClosing);
		await outbox.saveDraft({ ...aClosing, text: 'رُفعت المخلفات' });
		await outbox.saveDraft(other);
		expect(await outbox.drafts()).toHaveLength(2);
		await outbox.append([aDraft('addNote', { text: 'x' })]);
		expect(await outbox.drafts()).toContainEqual({ ...aClosing, text: 'رُفعت المخلفات' });
		await outbox.append([aDraft('finish', plainArgs.finish)]);
		expect(await outbox.drafts()).toEqual([other]);
		await outbox.dropDraft(other.reportId);
		expect(await outbox.drafts()).toEqual([]);
	});

	it('gives the draft back when its closing is taken back, sent or not', async () => {
		await outbox.adopt(identity(uuid(1)), false);
		const answers = [{ itemId: 'depth', value: 42 }];
		const [row] = await outbox.append([
			aDraft('finish', { ...plainArgs.finish, text: 'تم', answers }, 7000, 2)
		]);
		await outbox.takeBack([aDraft('undo', { commandId: row!.id, elapsedMs: 5 })]);
		const back = {
			...aClosing,
			outcome: 'fixed',
			text: 'تم',
			entered: { depth: 42 },
			changedAt: 7000
		};
		expect(await outbox.drafts()).toEqual([back]);
		const [sent] = await outbox.append([aDraft('finish', plainArgs.finish, 8000, 2)]);
		await outbox.take(fullBatch);
		await outbox.takeBack([aDraft('undo', { commandId: sent!.id, elapsedMs: 5 })]);
		expect(await outbox.drafts()).toMatchObject([{ outcome: 'fixed', changedAt: 8000 }]);
	});

	it('gives the draft back when the server refuses its closing, but not over a newer one', async () => {
		await outbox.adopt(identity(uuid(1)), false);
		const finish = () => aDraft('finish', { ...plainArgs.finish, text: 'تم' }, 7000, 2);
		const refused = { outcome: 'rejected', reason: 'evidence_missing' } as const;
		const [first] = await outbox.append([finish()]);
		await outbox.take(fullBatch);
		await outbox.acknowledge([resultOf(1, first!.id, refused)], 'e', 9);
		expect(await outbox.drafts()).toMatchObject([{ text: 'تم' }]);
		const [second] = await outbox.append([finish()]);
		await outbox.take(fullBatch);
		await outbox.saveDraft({ ...aClosing, text: 'أحدث' });
		await outbox.acknowledge([resultOf(2, second!.id, refused)], 'e', 9);
		expect(await outbox.drafts()).toMatchObject([{ text: 'أحدث' }]);
		const [third] = await outbox.append([finish()]);
		await outbox.take(fullBatch);
		await outbox.acknowledge([resultOf(3, third!.id)], 'e', 9);
		expect(await outbox.drafts()).toEqual([]);
	});

	it('queues an undo where the command may have been sent', async () => {
		await outbox.adopt(identity(uuid(1)), false);
		const [row] = await outbox.append([aDraft()]);
		await outbox.take(fullBatch);
		const undo = aDraft('undo', { commandId: row!.id, elapsedMs: 5 });
		const [sent] = await outbox.takeBack([undo]);
		expect(sent).toMatchObject({ id: undo.envelope.id, envelope: { n: 2 } });
		expect((await outbox.commandsById([row!.id]))[0]?.envelope.isVoid).toBe(false);
	});

	it('queues an undo for what went out under an earlier replica [C20]', async () => {
		await outbox.adopt(identity(uuid(1)), false);
		const [row] = await outbox.append([aDraft()]);
		await outbox.take(fullBatch);
		await outbox.adopt(identity(uuid(2)), false);
		const undo = aDraft('undo', { commandId: row!.id, elapsedMs: 5 });
		const [sent] = await outbox.takeBack([undo]);
		expect(sent).toMatchObject({ id: undo.envelope.id, envelope: { n: 2 } });
		expect((await outbox.commandsById([row!.id]))[0]?.envelope.isVoid).toBe(false);
	});

	it('offers photos again whose bytes it has, whatever was thought of them [F7]', async () => {
		await outbox.adopt(identity(uuid(1)), false);
		for (const name of ['a', 'b', 'c']) {
			await outbox.append([aDraft('addPhoto', { sha256: name })], aPhoto(name, 10));
		}
		await outbox.changePhoto('a', { state: 'sent' });
		await outbox.changePhoto('b', { state: 'stored', storedAt: 5 });
		await outbox.changePhoto('c', { state: 'stored', storedAt: 3 });
		expect((await outbox.keptPhotos()).map(({ sha256 }) => sha256)).toEqual(['c', 'b']);
		await outbox.releasePhotos(['c']);
		expect(await outbox.offerPhotosAgain()).toBe(2);
		const states = (await outbox.photos()).map(({ sha256, state }) => [sha256, state]);
		expect(states.toSorted()).toEqual([
			['a', 'waiting'],
			['b', 'waiting'],
			['c', 'stored']
		]);
		expect(await outbox.keptPhotos()).toEqual([]);
	});

	it('takes a new replica: unanswered ones are renumbered, ids kept, answered ones left [C20]', async () => {
		await outbox.adopt(identity(uuid(1)), false);
		const rows = await outbox.append([aDraft(), aDraft(), aDraft()]);
		await outbox.take(fullBatch);
		await outbox.acknowledge([resultOf(1, rows[0]!.id)], 'e', 9);
		await outbox.adopt(identity(uuid(2)), false);
		const batch = await outbox.take(fullBatch);
		expect(batch.map(({ id, envelope }) => [id, envelope.replica, envelope.n])).toEqual([
			[rows[1]!.id, uuid(2), 1],
			[rows[2]!.id, uuid(2), 2]
		]);
		const [next] = await outbox.append([aDraft()]);
		expect(next?.envelope.n).toBe(3);
	});

	it('offers answered commands again after the server has lost them [F7]', async () => {
		await outbox.adopt(identity(uuid(1)), false);
		const rows = await outbox.append([aDraft(), aDraft(), aDraft()]);
		const sent = await outbox.take(fullBatch);
		await outbox.acknowledge(
			rows.map((row) => resultOf(row.envelope.n, row.id)),
			'e',
			9
		);
		expect(await outbox.revive(2)).toBe(2);
		const again = await outbox.take(fullBatch);
		expect(again.map(({ envelope }) => envelope)).toEqual(sent.slice(1).map((r) => r.envelope));
		await outbox.adopt(identity(uuid(2)), true);
		expect((await outbox.take(fullBatch)).map(({ envelope }) => envelope.n)).toEqual([1, 2, 3]);
	});

	it('offers what was answered under earlier replicas as well, all in the order of writing [F7]', async () => {
		await outbox.adopt(identity(uuid(1)), false);
		const [first] = await outbox.append([aDraft()]);
		await outbox.take(fullBatch);
		await outbox.acknowledge([resultOf(1, first!.id)], 'e', 9);
		expect(await outbox.hasEarlier()).toBe(false);
		await outbox.adopt(identity(uuid(2)), false);
		const [second] = await outbox.append([aDraft()]);
		await outbox.take(fullBatch);
		await outbox.acknowledge([resultOf(1, second!.id)], 'e', 9);
		expect(await outbox.hasEarlier()).toBe(true);
		await outbox.adopt(identity(uuid(3)), true);
		const batch = await outbox.take(fullBatch);
		expect(batch.map(({ id, envelope }) => [id, envelope.n])).toEqual([
			[first!.id, 1],
			[second!.id, 2]
		]);
		expect(await outbox.hasEarlier()).toBe(false);
	});

	it('sends an empty shell for a command that is too large, and keeps what was written', async () => {
		await outbox.adopt(identity(uuid(1)), false);
		const [row] = await outbox.append([aDraft('addNote', { text: 'long' })]);
		await outbox.shrink(row!.seq);
		const [shell] = await outbox.take(fullBatch);
		expect(shell?.envelope).toMatchObject({ n: 1, isVoid: true, args: {} });
		expect(shell?.tooLarge?.args).toEqual({ text: 'long' });
	});

	it('limits a batch by count and by bytes, but never to nothing', async () => {
		await outbox.adopt(identity(uuid(1)), false);
		const text = 'س'.repeat(2000);
		await outbox.append(Array.from({ length: 60 }, () => aDraft('addNote', { text })));
		expect(await outbox.take({ commands: 50, bytes: 1e9 })).toHaveLength(50);
		expect((await outbox.take(fullBatch)).length).toBeLessThan(32);
		expect(await outbox.take({ commands: 50, bytes: 10 })).toHaveLength(1);
	});

	it('keeps a photo whole across its pieces and frees it only when released', async () => {
		await outbox.adopt(identity(uuid(1)), false);
		const photo = aPhoto('a'.repeat(64), pieceBytes * 2 + 123);
		await outbox.append([aDraft('addPhoto', { sha256: photo.sha256 })], photo);
		expect(await outbox.readPhoto(photo.sha256, 0, photo.bytes.length)).toEqual(photo.bytes);
		const part = await outbox.readPhoto(photo.sha256, pieceBytes - 5, pieceBytes + 5);
		expect(part).toEqual(photo.bytes.slice(pieceBytes - 5, pieceBytes + 5));
		expect(await outbox.readPhoto(photo.sha256, 0, photo.bytes.length + 1)).toBeNull();
		await outbox.changePhoto(photo.sha256, { state: 'sent', attempts: 1 });
		expect(await outbox.openPhotos()).toHaveLength(1);
		await outbox.releasePhotos([photo.sha256]);
		expect(await outbox.openPhotos()).toEqual([]);
		expect(await outbox.readPhoto(photo.sha256, 0, 1)).toBeNull();
		expect(await outbox.readThumb(photo.sha256)).toEqual(photo.thumb);
		expect((await outbox.photos())[0]).toMatchObject({ state: 'stored', hasBytes: false });
	});

	it('counts what waits as its person does: a photo once, and reading a report not at all', async () => {
		const photo = aPhoto('d'.repeat(64), 10);
		await outbox.append([aDraft('seen')]);
		await outbox.append([aDraft('addPhoto', { sha256: photo.sha256 })], photo);
		expect(await outbox.pending()).toEqual({ commands: 0, photos: 1, oldestAt: 1000 });
		await outbox.changePhoto(photo.sha256, { state: 'corrupt', attempts: 1 });
		expect(await outbox.pending()).toEqual({ commands: 1, photos: 0, oldestAt: 1000 });
	});

	it('marks a photo as sent only while nothing more is known of it', async () => {
		const [one, other] = ['a', 'b'].map((letter) => aPhoto(letter.repeat(64), 100));
		for (const photo of [one!, other!])
			await outbox.append([aDraft('addPhoto', { photo: { sha256: photo.sha256 } })], photo);
		await outbox.changePhoto(other!.sha256, { state: 'stored' });
		for (const { sha256 } of [one!, other!]) await outbox.markSent(sha256);
		const states = (await outbox.photos()).map(({ state }) => state);
		expect(states).toEqual(['sent', 'stored']);
	});

	it('does not wait for a photo whose command was refused', async () => {
		await outbox.adopt(identity(uuid(1)), false);
		const photo = aPhoto('b'.repeat(64), 10);
		const [row] = await outbox.append([aDraft('addPhoto')], photo);
		await outbox.take(fullBatch);
		await outbox.acknowledge([resultOf(1, row!.id, { outcome: 'rejected' })], 'e', 9);
		expect((await outbox.pending()).photos).toBe(0);
		expect(await outbox.readPhoto(photo.sha256, 0, 10)).not.toBeNull();
	});

	it('keeps a picture on its way for the command that was accepted, when another one was refused', async () => {
		await outbox.adopt(identity('r'), false);
		const sha256 = 'd'.repeat(64);
		const [first] = await outbox.append([aDraft('addPhoto', { sha256 })], aPhoto(sha256, 10));
		const [second] = await outbox.append([aDraft('addPhoto', { sha256 })], aPhoto(sha256, 10));
		await outbox.take(fullBatch);
		await outbox.acknowledge([resultOf(1, first!.id)], 'e1', 5);
		await outbox.acknowledge([resultOf(2, second!.id, { outcome: 'rejected' })], 'e1', 6);
		expect(await outbox.openPhotos()).toMatchObject([{ state: 'waiting', commandId: first!.id }]);
	});

	it('forgets answered commands after their time, but never one whose photo is on its way', async () => {
		await outbox.adopt(identity(uuid(1)), false);
		const [plain] = await outbox.append([aDraft()]);
		const photo = aPhoto('c'.repeat(64), 10);
		const [declaring] = await outbox.append([aDraft('addPhoto')], photo);
		await outbox.append([aDraft()]);
		await outbox.take(fullBatch);
		await outbox.acknowledge([resultOf(1, plain!.id), resultOf(2, declaring!.id)], 'e', 9);
		await outbox.prune(10);
		expect((await outbox.commands()).map(({ envelope }) => envelope.n)).toEqual([2, 3]);
		await outbox.releasePhotos([photo.sha256]);
		await outbox.prune(10);
		expect((await outbox.commands()).map(({ envelope }) => envelope.n)).toEqual([3]);
		expect(await outbox.photos()).toEqual([]);
		expect(await outbox.readThumb(photo.sha256)).toBeNull();
	});

	it('keeps memos until they are replaced, forgotten or old, and counts none as unsent work', async () => {
		expect(await outbox.memo('shot')).toBeNull();
		await outbox.setMemo('shot', { slot: 'before' }, 5);
		await outbox.setMemo('order', ['a', 'b'], 20);
		await outbox.setMemo('shot', { slot: 'after' }, 6);
		expect(await outbox.memo('shot')).toEqual({ slot: 'after' });
		expect((await outbox.pending()).commands).toBe(0);
		await outbox.prune(10);
		expect([await outbox.memo('shot'), await outbox.memo('order')]).toEqual([null, ['a', 'b']]);
		await outbox.setMemo('order', null, 30);
		expect(await outbox.memo('order')).toBeNull();
	});
});

describe('the outbox on disk, open in two tabs', () => {
	let here: OutboxStore;
	let there: OutboxStore;
	beforeEach(async () => {
		const name = `p${(serial += 1)}`;
		[here, there] = [await openOutbox(name), await openOutbox(name)];
	});
	const counted = async () => (await here.commands()).map(({ seq, envelope }) => [seq, envelope.n]);

	it('counts on from what the other tab has queued since, in turn and at once [C16]', async () => {
		for (let turn = 0; turn < 3; turn++) {
			await here.append([aDraft()]);
			await there.append([aDraft(), aDraft()]);
		}
		await Promise.all([here.append([aDraft()]), there.append([aDraft()]), here.append([aDraft()])]);
		expect(await counted()).toEqual(Array.from({ length: 12 }, (_, i) => [i + 1, i + 1]));
	});

	it('counts on from a new replica that the other tab has taken [C20]', async () => {
		await there.adopt(identity(uuid(1)), false);
		const answered = await here.append([aDraft(), aDraft()]);
		await there.take(fullBatch);
		await there.acknowledge(
			answered.map(({ id }, index) => resultOf(index + 1, id)),
			'e',
			9
		);
		await there.adopt(identity(uuid(2)), false);
		await here.append([aDraft()]);
		expect(await counted()).toEqual([
			[1, 1],
			[2, 2],
			[3, 1]
		]);
	});

	it('writes nothing twice, nor half of it, when it was wrong about the count', async () => {
		await here.append([aDraft()]);
		await there.append([aDraft()]);
		const photo = aPhoto('a'.repeat(64), 100);
		await here.append([aDraft('addPhoto', { photo: { sha256: photo.sha256 } })], photo);
		expect(await counted()).toEqual([
			[1, 1],
			[2, 2],
			[3, 3]
		]);
		expect(await here.photos()).toMatchObject([{ sha256: photo.sha256 }]);
	});
});

const caches: [string, () => Promise<CacheStore>][] = [
	['on disk', () => openCache(`p${(serial += 1)}`)],
	['in memory', () => Promise.resolve(new MemoryCache())]
];

const put = (
	id: string,
	rev: number,
	scope = 'team:1',
	kind: Change['kind'] = 'report'
): Change => ({
	op: 'put',
	scope,
	kind,
	id,
	v: rev,
	body: { id, rev, status: 'received', photos: [], number: `N${id}`, addressText: 'A' }
});
const leave = (id: string, scope = 'team:1', reason: string | null = null): Change => ({
	op: 'leave',
	scope,
	kind: 'report',
	id,
	v: 99,
	reason
});
const aPage = (part: Partial<Page>): Page => ({
	fromCursor: null,
	epoch: 'e1',
	mode: 'delta',
	entries: [],
	cursor: 'c',
	covers: { 'team:1': 1 },
	more: false,
	contact: { at: 50, skewMs: 3 },
	...part
});

describe.each(caches)('the cache %s', (_, open) => {
	let cache: CacheStore;
	let term: number;
	beforeEach(async () => {
		cache = await open();
		term = await cache.beginTerm();
	});
	const revs = async () =>
		Object.fromEntries((await cache.reports()).map((row) => [row.id, row.rev]));

	it('moves rows, cursor and covers together', async () => {
		const applied = await cache.apply(aPage({ entries: [put('a', 1)], cursor: 'c1' }), term);
		expect(applied?.reports.map(({ id }) => id)).toEqual(['a']);
		expect(await cache.meta()).toMatchObject({ cursor: 'c1', epoch: 'e1', isComplete: true });
		expect((await cache.meta()).covers).toEqual({ 'team:1': 1 });
	});

	it('refuses a leader whose term is over [C17]', async () => {
		await cache.beginTerm();
		expect(await cache.apply(aPage({ entries: [put('a', 1)] }), term)).toBeNull();
		expect(await revs()).toEqual({});
	});

	it('ignores a page that was asked with another cursor [A7, I8]', async () => {
		await cache.apply(aPage({ cursor: 'c1' }), term);
		const late = aPage({ fromCursor: null, cursor: 'c0', entries: [put('a', 1)] });
		expect(await cache.apply(late, term)).toBeNull();
		expect((await cache.meta()).cursor).toBe('c1');
	});

	it('keeps a row while one scope carries it and drops it at the last leave [I5]', async () => {
		const both = [put('a', 1, 'duty'), put('a', 2, 'team:1')];
		await cache.apply(aPage({ entries: both, cursor: '1' }), term);
		await cache.apply(aPage({ fromCursor: '1', cursor: '2', entries: [leave('a', 'duty')] }), term);
		expect(await revs()).toEqual({ a: 2 });
		const last = aPage({ fromCursor: '2', cursor: '3', entries: [leave('a', 'team:1')] });
		expect((await cache.apply(last, term))?.removed).toEqual(['a']);
		expect(await revs()).toEqual({});
	});

	it('does not let an older body of another scope overwrite a newer one', async () => {
		const entries = [put('a', 5, 'team:1'), put('a', 4, 'duty')];
		await cache.apply(aPage({ entries }), term);
		expect(await revs()).toEqual({ a: 5 });
	});

	it('sweeps what a resync has not seen, and only at its last page [G4]', async () => {
		const resync = { mode: 'resync' as const };
		await cache.apply(aPage({ ...resync, cursor: '1', entries: [put('a', 9), put('b', 9)] }), term);
		const first = aPage({ ...resync, fromCursor: '1', cursor: '2', more: true });
		await cache.apply({ ...first, entries: [put('b', 2)] }, term);
		expect(await revs()).toEqual({ a: 9, b: 2 });
		const last = aPage({ ...resync, fromCursor: '2', cursor: '3', entries: [put('c', 1)] });
		expect((await cache.apply(last, term))?.removed).toEqual(['a']);
		expect(await revs()).toEqual({ b: 2, c: 1 });
	});

	it('starts the mark anew when the view changes in the middle of a resync', async () => {
		const resync = { mode: 'resync' as const, more: true };
		await cache.apply(aPage({ ...resync, cursor: '1', entries: [put('a', 1)] }), term);
		const covers = { 'team:2': 1 };
		await cache.apply(
			aPage({ ...resync, fromCursor: '1', cursor: '2', covers, entries: [put('b', 1, 'team:2')] }),
			term
		);
		await cache.apply(
			aPage({ mode: 'resync', more: false, fromCursor: '2', cursor: '3', covers }),
			term
		);
		expect(await revs()).toEqual({ b: 1 });
	});

	it('remembers a departure from the own feed until it is dismissed or the report returns', async () => {
		await cache.apply(aPage({ cursor: '1', entries: [put('a', 1, 'user:1')] }), term);
		const gone = leave('a', 'user:1', 'reassigned');
		await cache.apply(aPage({ fromCursor: '1', cursor: '2', entries: [gone] }), term);
		expect(await cache.departures()).toEqual([
			{ reportId: 'a', number: 'Na', address: 'A', reason: 'reassigned', at: 50 }
		]);
		await cache.apply(
			aPage({ fromCursor: '2', cursor: '3', entries: [put('a', 2, 'user:1')] }),
			term
		);
		expect(await cache.departures()).toEqual([]);
	});

	it('says nothing of a report that comes and goes in a feed of the office', async () => {
		await cache.apply(aPage({ cursor: '1', entries: [put('a', 1)] }), term);
		await cache.apply(aPage({ fromCursor: '1', cursor: '2', entries: [leave('a')] }), term);
		expect(await cache.departures()).toEqual([]);
	});

	it('forgets reports whose time is over, and takes them in again when they come back', async () => {
		await cache.apply(aPage({ cursor: '1', entries: [put('a', 1), put('b', 1)] }), term);
		await cache.forget(['a']);
		expect(await revs()).toEqual({ b: 1 });
		await cache.apply(aPage({ fromCursor: '1', cursor: '2', entries: [put('a', 2)] }), term);
		expect(await revs()).toEqual({ a: 2, b: 1 });
	});

	it('keeps reference rows apart from reports and replaces them', async () => {
		const entries = [put('x', 1, 'ref', 'person'), put('x', 1, 'ref', 'team')];
		const applied = await cache.apply(aPage({ cursor: '1', entries }), term);
		expect(applied?.refsChanged).toBe(true);
		await cache.apply(
			aPage({ fromCursor: '1', cursor: '2', entries: [put('x', 2, 'ref', 'team')] }),
			term
		);
		const rows = (await cache.refs()).map(({ kind, body }) => [kind, body.rev]);
		expect(rows.toSorted()).toEqual([
			['person', 1],
			['team', 2]
		]);
	});
});

describe('the cache on disk', () => {
	it('is dropped when another build left rows of another shape [C13, C15]', async () => {
		const personId = 'schema';
		const cache = await openCache(personId);
		await cache.apply(aPage({ entries: [put('a', 1)] }), await cache.beginTerm());
		cache.close();
		const raw = await new Dexie(`maydan-cache-${personId}`).open();
		await raw.table('meta').put({ key: 'schema', value: 999 });
		raw.close();
		const again = await openCache(personId);
		expect(await again.reports()).toEqual([]);
		expect((await again.meta()).cursor).toBeNull();
	});

	it('forgets the least recently used photos first', async () => {
		const cache = await openCache('photos');
		const blob = new Blob([new Uint8Array(10)]);
		await cache.keepPhoto('a', 'thumb', blob, 1);
		await cache.keepPhoto('b', 'thumb', blob, 2);
		expect(await cache.trimPhotos(15)).toBe(true);
		expect(await cache.photo('a', 'thumb')).toBeNull();
		expect(await cache.photo('b', 'thumb')).not.toBeNull();
	});
});
