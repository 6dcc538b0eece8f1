/**
 * The one thing that the sync pill says: what matters most about sending at this moment.
 *
 * 1. What needs the person comes first (session, lost work, space, version, a refusal), then the line,
 *    then the amount.
 * 2. "All sent" is said only while the server was reached at the last try, nothing waits, and nothing
 *    is known to be lost.
 * 3. One number everywhere: acts and photos that have to go, as the outbox and the sign-out count them.
 */
import type { OutboxView, SyncView } from '$lib/client/device';

export type SyncStatus =
	| { kind: 'sign_in' | 'revoked' | 'lost' | 'quota' | 'upgrade' | 'attention' | 'all_sent' }
	| { kind: 'offline' | 'waiting' | 'sending'; count: number }
	| { kind: 'photos'; count: number };

type Sync = Pick<SyncView, 'state' | 'isOnline'>;
type Outbox = Pick<OutboxView, 'unsentCommands' | 'unsentPhotos'>;

/** What else may ask for the person. */
interface Calls {
	/** An incident stands. */
	hasLost?: boolean;
	/** Something was not accepted, and its author has not looked at it yet. */
	hasUnread?: boolean;
}

/** What the pill says now. */
export function syncStatus(sync: Sync, outbox: Outbox, calls: Calls = {}): SyncStatus {
	const { hasLost = false, hasUnread = false } = calls;
	const { unsentCommands, unsentPhotos } = outbox;
	const count = unsentCommands + unsentPhotos;
	if (sync.state === 'needs_sign_in') return { kind: 'sign_in' };
	if (sync.state === 'revoked') return { kind: 'revoked' };
	if (hasLost) return { kind: 'lost' };
	if (sync.state === 'blocked_quota') return { kind: 'quota' };
	if (sync.state === 'needs_upgrade') return { kind: 'upgrade' };
	if (hasUnread) return { kind: 'attention' };
	if (!sync.isOnline) return { kind: 'offline', count };
	if (unsentCommands > 0) {
		const kind = sync.state === 'exchanging' ? 'sending' : 'waiting';
		return { kind, count };
	}
	if (unsentPhotos > 0) return { kind: 'photos', count: unsentPhotos };
	return { kind: 'all_sent' };
}
