import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { syncStates } from '../device';
import { failureOf } from '../errors';
import {
	backoffMs,
	eventOf,
	isCovered,
	isInOverlay,
	mayBegin,
	nextUpload,
	resultsThatCount,
	retryMaxMs,
	stateAfter,
	syncEvents
} from './plan';
import type { StoredCommand, StoredPhoto } from './ports';

const aCommand = (
	part: Partial<StoredCommand> = {},
	type = 'start',
	args: unknown = {}
): StoredCommand => ({
	seq: 1,
	id: 'c1',
	reportId: 'r',
	state: 'answered',
	envelope: {
		replica: 'x',
		n: 1,
		id: 'c1',
		type,
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
		args,
		signature: null
	},
	result: {
		n: 1,
		id: 'c1',
		outcome: 'applied',
		duplicate: false,
		reason: null,
		detail: null,
		cover: { 'user:1': 5, 'team:1': 7 }
	},
	resultEpoch: 'e',
	answeredAt: 2,
	snapshot: { number: '', address: '' },
	tooLarge: null,
	...part
});
const aPhoto = (
	sha256: string,
	commandId: string,
	part: Partial<StoredPhoto> = {}
): StoredPhoto => ({
	sha256,
	commandId,
	reportId: 'r',
	size: 1,
	width: 1,
	height: 1,
	state: 'waiting',
	attempts: 0,
	mismatches: 0,
	addedAt: 0,
	hasBytes: true,
	...part
});

describe('the table of states', () => {
	it('lets every exchange end, and begin again from everywhere but a lost session', () => {
		for (const state of syncStates) {
			if (state === 'exchanging' || state === 'needs_sign_in') continue;
			expect(stateAfter(state, 'begin')).toBe('exchanging');
		}
		const ends = syncEvents.filter((event) => event !== 'begin' && event !== 'signed_in');
		for (const event of ends) expect(syncStates).toContain(stateAfter('exchanging', event));
		expect(stateAfter('needs_sign_in', 'signed_in')).toBe('idle');
	});

	it('refuses what stands in no row', () => {
		expect(() => stateAfter('idle', 'settled')).toThrow('idle');
		expect(() => stateAfter('needs_sign_in', 'begin')).toThrow('needs_sign_in');
		expect(() => stateAfter('exchanging', 'begin')).toThrow('exchanging');
	});
});

describe('waiting', () => {
	it('stays within its ceiling and above the floor of the server', () => {
		const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
		fc.assert(
			fc.property(fc.nat(60), chance, fc.nat(600_000), (attempt, random, floorMs) => {
				const ms = backoffMs(attempt, random, floorMs);
				const ceilingMs = Math.min(retryMaxMs, 2000 * 2 ** attempt);
				expect(ms).toBeGreaterThanOrEqual(floorMs);
				expect(ms).toBeLessThanOrEqual(Math.max(ceilingMs, floorMs));
			})
		);
	});

	it('is obeyed by acts and pokes, cut short by people and networks, never below the floor', () => {
		const wait = { nextTryAt: 100, notBeforeAt: 50 };
		expect(mayBegin('act', 60, wait)).toBe(false);
		expect(mayBegin('poke', 60, wait)).toBe(false);
		expect(mayBegin('manual', 60, wait)).toBe(true);
		expect(mayBegin('online', 60, wait)).toBe(true);
		expect(mayBegin('manual', 49, wait)).toBe(false);
		expect(mayBegin('act', 100, wait)).toBe(true);
	});

	it.each([
		[401, 'signed_out', 'signed_out'],
		[403, 'replica_revoked', 'revoked'],
		[426, 'upgrade_needed', 'too_old'],
		[503, 'busy', 'busy'],
		[507, 'disk_full', 'busy'],
		[429, 'too_many_requests', 'busy']
	])('reads %i %s as %s', (status, code, event) => {
		expect(eventOf(failureOf(status, { code }, null))).toBe(event);
	});

	it('takes a page of somebody else for no answer, whatever its status', () => {
		for (const status of [200, 302, 401, 403, 426, 500, 511]) {
			expect(eventOf(failureOf(status, undefined, null)), String(status)).toBe('unreachable');
		}
	});
});

it('counts results by counter and id together', () => {
	const sent = [aCommand()];
	const result = sent[0]!.result!;
	expect(resultsThatCount([result], sent)).toEqual([result]);
	expect(resultsThatCount([{ ...result, n: 2 }], sent)).toEqual([]);
	expect(resultsThatCount([{ ...result, id: 'c2' }], sent)).toEqual([]);
});

describe('the overlay', () => {
	const meta = (covers: Record<string, number>, epoch = 'e', headCovers = covers) => ({
		epoch,
		covers,
		headCovers
	});

	it('holds a command until every scope that is still read has passed its version', () => {
		expect(isCovered(aCommand(), meta({ 'user:1': 5, 'team:1': 6 }))).toBe(false);
		expect(isCovered(aCommand(), meta({ 'user:1': 5, 'team:1': 7 }))).toBe(true);
		expect(isCovered(aCommand(), meta({ 'user:1': 5 }))).toBe(true);
		expect(isCovered(aCommand(), meta({ 'user:1': 4 }))).toBe(false);
	});

	it('holds it in the middle of a catch-up: its report may have moved ahead in the feed', () => {
		const covers = { 'user:1': 9, 'team:1': 9 };
		expect(isCovered(aCommand(), meta(covers, 'e', { 'user:1': 4, 'team:1': 4 }))).toBe(false);
		expect(isCovered(aCommand(), meta(covers))).toBe(true);
	});

	it('lets go of answers of a server memory that is gone', () => {
		expect(isCovered(aCommand(), meta({ 'user:1': 1 }, 'restored'))).toBe(true);
	});

	it('never holds what has no effect', () => {
		const covers = meta({});
		const result = aCommand().result!;
		const unanswered = aCommand({ state: 'attempted', result: null });
		expect(isInOverlay(unanswered, covers)).toBe(true);
		for (const outcome of ['rejected', 'void', 'deferred'] as const) {
			const command = aCommand({ result: { ...result, outcome } });
			expect(isInOverlay(command, meta({ 'user:1': 0 })), outcome).toBe(false);
		}
		const voided = { ...unanswered, envelope: { ...unanswered.envelope, isVoid: true } };
		expect(isInOverlay(voided, covers)).toBe(false);
	});
});

describe('the next photo', () => {
	const adding = (id: string, seq: number, part: Partial<StoredCommand> = {}) =>
		aCommand({ id, seq, ...part }, 'addPhoto');

	it('waits until its command was accepted', () => {
		const photo = aPhoto('p', 'c1');
		expect(nextUpload([photo], [adding('c1', 1, { result: null })])).toBeUndefined();
		const result = { ...aCommand().result!, outcome: 'rejected' as const };
		expect(nextUpload([photo], [adding('c1', 1, { result })])).toBeUndefined();
		expect(nextUpload([photo], [adding('c1', 1)])).toBe(photo);
	});

	it('is also one whose command the server keeps to judge later: it will want the bytes', () => {
		const photo = aPhoto('a', 'c1');
		const result = { ...aCommand().result!, outcome: 'deferred' as const };
		expect(nextUpload([photo], [adding('c1', 1, { result })])).toBe(photo);
	});

	it('is one that a finish rests on, else the oldest', () => {
		const photos = [aPhoto('new', 'c3'), aPhoto('old', 'c1'), aPhoto('closing', 'c2')];
		const commands = [adding('c1', 1), adding('c2', 2), adding('c3', 3)];
		expect(nextUpload(photos, commands)?.sha256).toBe('old');
		const finish = aCommand({ id: 'f', seq: 4 }, 'finish', { photos: ['closing'] });
		expect(nextUpload(photos, [...commands, finish])?.sha256).toBe('closing');
	});

	it('is none that was sent or given up', () => {
		const photos = [aPhoto('a', 'c1', { state: 'sent' }), aPhoto('b', 'c1', { state: 'corrupt' })];
		expect(nextUpload(photos, [adding('c1', 1)])).toBeUndefined();
	});
});
