/** What an author reads of the own commands. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { CommandType } from '$lib/domain/report/lifecycle';
import type { CommandResult } from '$lib/protocol/sync';
import { answered, attempted, drafted, shell, voided } from '../db/outbox-rows';
import type { EngineStatus } from '../sync/engine';
import type { StoredCommand, StoredPhoto } from '../sync/ports';
import { OutboxState } from './outbox.svelte';

const idle: EngineStatus = { state: 'idle', nextTryAt: null, sendingIds: [], uploads: [] };
let seq: number;
let outbox: OutboxState;
let dismissed: string[];
beforeEach(() => {
	seq = 0;
	dismissed = [];
	outbox = new OutboxState(
		's',
		(id) => dismissed.push(id),
		() => ''
	);
});

function aCommand(type: CommandType = 'start', args: unknown = {}, session = 's'): StoredCommand {
	seq += 1;
	const envelope = {
		id: `c${seq}`,
		type,
		typeVersion: 1,
		reportId: 'r',
		base: { rev: 1, assignEpoch: 1 },
		deviceAt: 1000 * seq,
		deviceOffsetMinutes: 0,
		monoMs: 0,
		session,
		skew: null,
		group: null,
		isVoid: false,
		args,
		signature: null
	};
	return drafted({ envelope, snapshot: { number: 'N', address: 'A' } }, seq, seq);
}
const withResult = (command: StoredCommand, part: Partial<CommandResult> = {}) =>
	answered(
		attempted(command, 'x'),
		{
			n: command.envelope.n,
			id: command.id,
			outcome: 'applied',
			duplicate: false,
			reason: null,
			detail: null,
			cover: {},
			...part
		},
		'e',
		5
	);
const aPhoto = (sha256: string, part: Partial<StoredPhoto> = {}): StoredPhoto => ({
	sha256,
	size: 100,
	width: 1,
	height: 1,
	reportId: 'r',
	commandId: 'c1',
	state: 'waiting',
	attempts: 0,
	mismatches: 0,
	addedAt: 500,
	hasBytes: true,
	...part
});
const stateOf = (...rows: StoredCommand[]) => {
	outbox.receive(rows);
	return outbox.items.find(({ commandId }) => commandId === rows[0]?.id)?.state;
};

describe('an item', () => {
	it('says how far it has come', () => {
		const command = aCommand();
		expect(stateOf(command)).toBe('waiting');
		outbox.setStatus({ ...idle, state: 'exchanging', sendingIds: [command.id] });
		expect(stateOf(command)).toBe('sending');
		outbox.setStatus({ ...idle, state: 'needs_sign_in' });
		expect(stateOf(command)).toBe('paused');
		expect(stateOf(withResult(command))).toBe('applied');
	});

	it.each([
		['merged', 'merged'],
		['claim', 'under_review'],
		['deferred', 'under_review'],
		['rejected', 'refused'],
		['void', 'undone']
	] as const)('shows %s as %s', (outcome, state) => {
		expect(stateOf(withResult(aCommand(), { outcome }))).toBe(state);
	});

	it('keeps what could not be sent in view, with the reason', () => {
		expect(stateOf(shell(aCommand('addNote', { text: 'long' })))).toBe('refused');
		expect(outbox.items[0]?.reason).toBe('too_large');
	});

	it('is undone by a void, and by an undo on its way, until that is refused', () => {
		expect(stateOf(voided(aCommand()))).toBe('undone');
		const act = withResult(aCommand());
		const undo = aCommand('undo', { commandId: act.id, elapsedMs: 1 });
		expect(stateOf(act, undo)).toBe('undone');
		expect(stateOf(act, withResult(undo, { outcome: 'rejected' }))).toBe('applied');
	});

	it('stands still for want of a session, of room and of access, and says which', () => {
		outbox.receive([aCommand()]);
		for (const state of ['needs_sign_in', 'blocked_quota', 'revoked'] as const) {
			outbox.setStatus({ ...idle, state });
			expect(outbox.items[0]).toMatchObject({ state: 'paused', pausedBy: state });
		}
		// A version that is too old to pull still sends.
		outbox.setStatus({ ...idle, state: 'needs_upgrade' });
		expect(outbox.items[0]).toMatchObject({ state: 'waiting', pausedBy: null });
	});

	it('is its author’s to withdraw while it is a closing under review, and not after access has ended [E4] [D3]', () => {
		const claim = (type: CommandType, reason: string | null = null) =>
			withResult(aCommand(type), { outcome: 'claim', reason });
		outbox.receive([claim('finish'), claim('start'), claim('finish', 'escrowed')]);
		expect(outbox.items.map(({ canWithdraw }) => canWithdraw)).toEqual([false, false, true]);
		outbox.setStatus({ ...idle, state: 'revoked' });
		expect(outbox.items.map(({ canWithdraw }) => canWithdraw)).toEqual([false, false, false]);
		expect(outbox.items.map(({ undoUntilAt }) => undoUntilAt)).toEqual([null, null, null]);
	});

	it('can be taken back for ten seconds, in its own session, where its act can', () => {
		outbox.receive([aCommand('start'), aCommand('addNote'), aCommand('start', {}, 'earlier')]);
		const until = outbox.items.map(({ undoUntilAt }) => undoUntilAt);
		expect(until.toReversed()).toEqual([11_000, null, null]);
	});
});

describe('photos', () => {
	it('are left to go for the item that declares them and for the finish that rests on them', () => {
		const add = withResult(aCommand('addPhoto', { sha256: 'p' }));
		const finish = withResult(aCommand('finish', { photos: ['p'] }));
		outbox.setPhotos([aPhoto('p')]);
		outbox.receive([add, finish]);
		expect(outbox.items.map(({ state }) => state)).toEqual(['photos_left', 'photos_left']);
		expect(outbox.unsentPhotos).toBe(1);
		outbox.setPhotos([aPhoto('p', { state: 'sent' })]);
		expect(outbox.items.map(({ state }) => state)).toEqual(['applied', 'applied']);
		expect(outbox.unsentPhotos).toBe(0);
	});

	it('show their bytes while they move', () => {
		outbox.receive([withResult(aCommand('addPhoto', { sha256: 'p' }))]);
		outbox.setPhotos([aPhoto('p')]);
		outbox.setStatus({ ...idle, uploads: [{ sha256: 'p', sentBytes: 40 }] });
		expect(outbox.items[0]?.photo).toEqual({
			sha256: 'p',
			size: 100,
			sentBytes: 40,
			state: 'sending'
		});
	});
});

describe('the sums', () => {
	it('count work that has not arrived, oldest first, without what was taken back', () => {
		outbox.receive([aCommand(), voided(aCommand()), withResult(aCommand())]);
		outbox.setPhotos([aPhoto('p')]);
		expect([outbox.unsentCommands, outbox.unsentPhotos]).toEqual([1, 1]);
		expect(outbox.oldestUnsentAt).toBe(500);
		expect(outbox.unsentOf('r')).toHaveLength(1);
		expect(outbox.items.map(({ n }) => n)).toEqual([3, 2, 1]);
	});

	it('count a photo once, with its announcement, until its bytes are there [story 4]', () => {
		const add = aCommand('addPhoto', { sha256: 'p' });
		outbox.receive([add]);
		outbox.setPhotos([aPhoto('p')]);
		expect([outbox.unsentCommands, outbox.unsentPhotos]).toEqual([0, 1]);
		outbox.setPhotos([aPhoto('p', { state: 'corrupt' })]);
		expect([outbox.unsentCommands, outbox.unsentPhotos]).toEqual([1, 0]);
	});

	it('leave out that a report was read, which still has to go', () => {
		outbox.receive([aCommand('seen')]);
		expect([outbox.unsentCommands, outbox.oldestUnsentAt]).toEqual([0, null]);
		expect(outbox.hasUnsent).toBe(true);
	});

	it('hide an undo that was accepted, and show one that was not', () => {
		const undo = aCommand('undo', { commandId: 'c9', elapsedMs: 1 });
		outbox.receive([withResult(undo)]);
		expect(outbox.items).toEqual([]);
		outbox.receive([withResult(undo, { outcome: 'rejected' })]);
		expect(outbox.items).toHaveLength(1);
	});
});

describe('departures', () => {
	const row = { reportId: 'r', number: 'N', address: 'A', reason: 'reassigned', at: 1 };

	it('say whether there was own work, and go when dismissed', () => {
		outbox.setDepartures([row]);
		outbox.receive([aCommand('seen')]);
		expect(outbox.departures).toEqual([{ ...row, hadWork: false }]);
		outbox.receive([aCommand('start')]);
		expect(outbox.departures).toEqual([{ ...row, hadWork: true }]);
		outbox.dismissDeparture('r');
		expect(outbox.departures).toEqual([]);
		expect(dismissed).toEqual(['r']);
	});

	it('say nothing to someone who has just declined the report', () => {
		outbox.setDepartures([row]);
		outbox.receive([aCommand('decline')]);
		expect(outbox.departures).toEqual([]);
	});
});

it('counts no photo of a command that was taken back before it left: its bytes go nowhere', () => {
	const photo = aCommand('addPhoto', { sha256: 'f' });
	outbox.receive([photo]);
	outbox.setPhotos([aPhoto('f', { commandId: photo.id })]);
	expect([outbox.unsentPhotos, outbox.waitingBytes]).toEqual([1, 100]);
	outbox.receive([voided(photo)]);
	expect([outbox.unsentPhotos, outbox.waitingBytes]).toEqual([0, 0]);
});

it('names a report by the number that it has got since', () => {
	const numbered = new OutboxState(
		's',
		() => undefined,
		(reportId) => (reportId === 'r' ? 'MM-26-000009-1' : '')
	);
	const register = aCommand('register');
	numbered.receive([{ ...register, snapshot: { number: '', address: 'A' } }, aCommand()]);
	const numbers = numbered.items.map(({ reportNumber }) => reportNumber);
	expect(numbers).toEqual(['N', 'MM-26-000009-1']);
});
