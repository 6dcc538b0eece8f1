/**
 * The one thing that the sync pill says: what matters most about sending at this moment.
 *
 * 1. What needs the person comes first (session, space, version), then the line, then the amount.
 * 2. "All sent" is said only while the server was reached at the last try and nothing waits.
 */
import type { OutboxView, SyncView } from '$lib/client/device';

export type SyncStatus =
	| { kind: 'sign_in' | 'revoked' | 'quota' | 'upgrade' | 'attention' | 'all_sent' }
	| { kind: 'offline' | 'waiting' | 'sending'; count: number }
	| { kind: 'photos'; count: number };

type Sync = Pick<SyncView, 'state' | 'isOnline'>;
type Outbox = Pick<OutboxView, 'unsentCommands' | 'unsentPhotos' | 'items'>;

/** What the pill says now. */
export function syncStatus(sync: Sync, outbox: Outbox): SyncStatus {
	const { unsentCommands, unsentPhotos } = outbox;
	if (sync.state === 'needs_sign_in') return { kind: 'sign_in' };
	if (sync.state === 'revoked') return { kind: 'revoked' };
	if (sync.state === 'blocked_quota') return { kind: 'quota' };
	if (sync.state === 'needs_upgrade') return { kind: 'upgrade' };
	if (!sync.isOnline) return { kind: 'offline', count: unsentCommands };
	if (unsentCommands > 0) {
		const kind = sync.state === 'exchanging' ? 'sending' : 'waiting';
		return { kind, count: unsentCommands };
	}
	if (unsentPhotos > 0) return { kind: 'photos', count: unsentPhotos };
	return { kind: 'all_sent' };
}
