/** Why work that waits has not gone yet, and what happens next: one sentence for each state. Pure. */
import type { SyncState } from '$lib/client/device';
import { m } from '$lib/i18n/paraglide/messages';

const reasons: Readonly<Record<SyncState, (() => string) | null>> = {
	idle: null,
	exchanging: null,
	offline: m.outbox_why_offline,
	backoff: m.outbox_why_busy,
	needs_sign_in: m.outbox_why_sign_in,
	needs_upgrade: m.outbox_why_upgrade,
	blocked_quota: m.outbox_why_quota,
	revoked: m.outbox_why_revoked
};

/** The reason, or null where nothing waits or nothing stands in its way. */
export function syncReason(state: SyncState, waiting: number): string | null {
	return waiting === 0 ? null : (reasons[state]?.() ?? null);
}
