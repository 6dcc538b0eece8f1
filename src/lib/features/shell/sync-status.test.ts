import { describe, expect, it } from 'vitest';
import { staleTone } from './freshness';
import { syncStatus } from './sync-status';

const nothing = { unsentCommands: 0, unsentPhotos: 0 };
const online = { state: 'idle', isOnline: true } as const;

describe('the sync pill', () => {
	it('never says that all is sent where work was lost [C7]', () => {
		expect(syncStatus(online, nothing, { hasLost: true })).toEqual({ kind: 'lost' });
		expect(syncStatus({ state: 'offline', isOnline: false }, nothing, { hasLost: true }).kind).toBe(
			'lost'
		);
	});

	it('says that all is sent only when the server was reached and nothing waits', () => {
		expect(syncStatus(online, nothing)).toEqual({ kind: 'all_sent' });
		expect(syncStatus({ state: 'offline', isOnline: false }, nothing)).toEqual({
			kind: 'offline',
			count: 0
		});
	});

	it('calls its person to what was not accepted, before it says that all is sent [I12]', () => {
		expect(syncStatus(online, nothing, { hasUnread: true })).toEqual({ kind: 'attention' });
	});

	it('tells commands on their way from photos still to go', () => {
		const two = { ...nothing, unsentCommands: 2, unsentPhotos: 1 };
		expect(syncStatus({ ...online, state: 'exchanging' }, two)).toEqual({
			kind: 'sending',
			count: 3
		});
		expect(syncStatus({ ...online, state: 'backoff' }, two)).toEqual({ kind: 'waiting', count: 3 });
		expect(syncStatus(online, { ...two, unsentCommands: 0 })).toEqual({ kind: 'photos', count: 1 });
	});

	it('puts what needs the person before everything else', () => {
		const waiting = { ...nothing, unsentCommands: 2 };
		expect(syncStatus({ state: 'needs_sign_in', isOnline: false }, waiting).kind).toBe('sign_in');
		expect(syncStatus({ state: 'revoked', isOnline: true }, waiting).kind).toBe('revoked');
		expect(syncStatus({ state: 'blocked_quota', isOnline: true }, waiting).kind).toBe('quota');
	});
});

describe('the stale mark', () => {
	const hour = 3_600_000;
	it('turns grey, amber and red as the jobs grow old', () => {
		const tones = [0.5, 2, 13, 80].map((hours) => staleTone(0, hours * hour));
		expect(tones).toEqual([null, 'neutral', 'waiting', 'alarm']);
	});

	it('says nothing of jobs that were never fetched', () => {
		expect(staleTone(null, 100 * hour)).toBeNull();
	});
});
