/**
 * Does acts on the device and says what came of them: "saved, waiting to send" with Undo for ten
 * seconds, or why not. Call it while a component starts.
 */
import type { TakenPhoto } from '$lib/client/device';
import { getDevice } from '$lib/client/context';
import { isQuota } from '$lib/client/db/database-fault';
import { vibrate } from '$lib/client/feedback';
import type { Intent } from '$lib/domain/report/command';
import { edges } from '$lib/domain/report/lifecycle';
import { format } from '$lib/i18n/format.svelte';
import { m } from '$lib/i18n/paraglide/messages';
import { useToasts } from '$lib/ui/toast-context';
import CircleX from '@lucide/svelte/icons/circle-x';
import CloudUpload from '@lucide/svelte/icons/cloud-upload';
import Undo2 from '@lucide/svelte/icons/undo-2';
import { actLabel } from '../report/labels';

/** What came of an act: recorded here, refused by a rule, or this device is full or failed. */
export type ActEnd = 'saved' | 'refused' | 'full' | 'failed';

/** Ends after which the act is still in the person's hands, and what to do about it. */
export const notSavedWords = { full: m.field_act_full, failed: m.field_act_failed } as const;

/**
 * `said` is what the notice calls the act; the button's own words by default, null where the screen
 * shows by itself that it is saved.
 */
export type Act = (intent: Intent, photo?: TakenPhoto, said?: string | null) => Promise<ActEnd>;

/** The acts of a screen; `hush` takes the notice away when something opens over it. */
export function useActs(): { act: Act; hush: () => void } {
	const device = getDevice();
	const toasts = useToasts();
	// Comes beside the page, and is here before it is asked for: the line may be gone by then.
	const refusals = import('../report/refusal-text');

	/** Only the last act can be taken back, so only its notice stands. */
	let noticeId: number | null = null;

	const tell = (text: string) => {
		vibrate('warning');
		toasts.show({ text, tone: 'alarm', icon: CircleX, lifeMs: 8_000 });
	};

	async function undo(commandIds: readonly string[]): Promise<void> {
		const result = await device.undo(commandIds);
		if (result.ok) toasts.show({ text: m.field_undone(), tone: 'neutral', icon: Undo2 });
		else tell(m.field_undo_refused({ reason: await reasonOf(result.refused[0]) }));
	}

	async function reasonOf(refused: { reason: string; detail?: unknown } | undefined) {
		const { refusalText } = await refusals;
		return refused ? refusalText(refused.reason, refused.detail, format.current) : '';
	}

	function hush() {
		if (noticeId !== null) toasts.dismiss(noticeId);
		noticeId = null;
	}

	const act: Act = async (intent, photo, said = actLabel(intent.type)) => {
		try {
			const result = await device.act(intent, photo);
			if (!result.ok) {
				void reasonOf(result.refused[0]).then((reason) => tell(m.field_act_refused({ reason })));
				return 'refused';
			}
			const { commandIds } = result;
			if (said === null) return 'saved';
			hush();
			if (intent.type === 'finish') vibrate('done');
			noticeId = toasts.show({
				text: m.field_act_saved({ act: said }),
				tone: 'waiting',
				icon: CloudUpload,
				...(isUndoable(intent.type)
					? { action: { label: m.act_undo(), run: () => void undo(commandIds) } }
					: {})
			});
			return 'saved';
		} catch (error) {
			// The local database failed: the one case in which the person must not leave the screen.
			const end = isQuota(error) ? 'full' : 'failed';
			tell(notSavedWords[end]());
			return end;
		}
	};

	return { act, hush };
}

const isUndoable = (type: Intent['type']) =>
	edges.some((edge) => edge.command === type && edge.undoable);
