/** The words, tone and icon of the sync pill. */
import type { Format } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import type { Icon } from '$lib/ui/icon';
import type { PartTone } from '$lib/ui/tone';
import CircleX from '@lucide/svelte/icons/circle-x';
import CloudAlert from '@lucide/svelte/icons/cloud-alert';
import CloudCheck from '@lucide/svelte/icons/cloud-check';
import CloudOff from '@lucide/svelte/icons/cloud-off';
import CloudUpload from '@lucide/svelte/icons/cloud-upload';
import DatabaseZap from '@lucide/svelte/icons/database-zap';
import HardDrive from '@lucide/svelte/icons/hard-drive';
import KeyRound from '@lucide/svelte/icons/key-round';
import ShieldOff from '@lucide/svelte/icons/shield-off';
import type { SyncStatus } from './sync-status';

type Look = { tone: PartTone; icon: Icon };

const looks: Readonly<Record<SyncStatus['kind'], Look>> = {
	all_sent: { tone: 'done', icon: CloudCheck },
	sending: { tone: 'active', icon: CloudUpload },
	photos: { tone: 'active', icon: CloudUpload },
	waiting: { tone: 'waiting', icon: CloudUpload },
	offline: { tone: 'waiting', icon: CloudOff },
	sign_in: { tone: 'alarm', icon: KeyRound },
	revoked: { tone: 'alarm', icon: ShieldOff },
	quota: { tone: 'alarm', icon: HardDrive },
	upgrade: { tone: 'alarm', icon: CloudAlert },
	lost: { tone: 'alarm', icon: DatabaseZap },
	attention: { tone: 'alarm', icon: CircleX }
};

/** Tone and icon of a sync status; the words stand beside them, never colour alone. */
export const syncLook = (status: SyncStatus): Look => looks[status.kind];

/** What the pill says, in the language of the page. */
export function syncWords(status: SyncStatus, format: Format): string {
	const counted = 'count' in status ? status.count : 0;
	const amount = { count: counted, shown: format.number(counted) };
	const words: Readonly<Record<SyncStatus['kind'], () => string>> = {
		all_sent: m.shell_sync_all_sent,
		sending: () => m.shell_sync_sending(amount),
		photos: () => m.shell_sync_photos(amount),
		waiting: () => m.shell_sync_waiting(amount),
		offline: () => (counted > 0 ? m.shell_sync_offline_n(amount) : m.shell_sync_offline()),
		sign_in: m.shell_sync_sign_in,
		revoked: m.shell_sync_revoked,
		quota: m.shell_sync_quota,
		upgrade: m.shell_sync_upgrade,
		lost: m.shell_sync_lost,
		attention: m.outbox_attention
	};
	return words[status.kind]();
}
