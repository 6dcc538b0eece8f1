/**
 * Does acts of the desk, one or many at once, and says what came of them: one notice with one Undo
 * for all, and the reports that a rule refused by name. Call it while a component starts.
 */
import type { ActRefusal } from '$lib/client/device';
import { getDevice } from '$lib/client/context';
import type { Intent } from '$lib/domain/report/command';
import { format } from '$lib/i18n/format.svelte';
import { m } from '$lib/i18n/paraglide/messages';
import { useToasts } from '$lib/ui/toast-context';
import CircleX from '@lucide/svelte/icons/circle-x';
import CloudUpload from '@lucide/svelte/icons/cloud-upload';
import Undo2 from '@lucide/svelte/icons/undo-2';
import { refusalText } from '../report/refusal-text';
import { atOnce, inParts, type Progress } from './in-parts';

interface DeskEnd {
	/** Reports whose act is on disk. */
	saved: number;
	refused: readonly ActRefusal[];
}

/**
 * `said` is the whole notice: what was done to how many, and that it waits to be sent. Without
 * `progress` all of it is recorded at once.
 */
export type RunDeskActs = (
	intents: readonly Intent[],
	said: (count: number) => string,
	progress?: Progress
) => Promise<DeskEnd>;

/** Runs acts of the desk: the accepted ones are queued together, the refused ones come back. */
export function useDeskActs(): RunDeskActs {
	const device = getDevice();
	const toasts = useToasts();

	/** Only the last acts can be taken back, so only their notice stands. */
	let noticeId: number | null = null;

	const tell = (text: string) => toasts.show({ text, tone: 'alarm', icon: CircleX, lifeMs: 8_000 });
	const reasonOf = (refused: ActRefusal | undefined) =>
		refused ? refusalText(refused.reason, refused.detail, format.current) : '';

	async function undo(commandIds: readonly string[]): Promise<void> {
		const result = await device.undo(commandIds);
		if (result.ok) toasts.show({ text: m.field_undone(), tone: 'neutral', icon: Undo2 });
		else tell(m.field_undo_refused({ reason: reasonOf(result.refused[0]) }));
	}

	function celebrate(text: string, count: number, commandIds: readonly string[]) {
		if (noticeId !== null) toasts.dismiss(noticeId);
		const label =
			count === 1 ? m.act_undo() : m.dispatch_undo_all({ shown: format.current.number(count) });
		const action = { label, run: () => void undo(commandIds) };
		noticeId = toasts.show({ text, tone: 'waiting', icon: CloudUpload, action });
	}

	const act = (intents: readonly Intent[]) => device.act(intents);

	return async (intents, said, progress) => {
		const judged = intents.map((intent) => ({ intent, answer: device.check(intent) }));
		const accepted = judged.flatMap(({ intent, answer }) => (answer.ok ? [intent] : []));
		const refused = judged.flatMap(({ answer }) => (answer.ok ? [] : [answer]));
		if (accepted.length === 0) {
			if (intents.length === 1) tell(m.field_act_refused({ reason: reasonOf(refused[0]) }));
			return { saved: 0, refused };
		}
		try {
			const done = await (progress ? inParts(act, accepted, progress) : atOnce(act, accepted));
			const saved = done.commandIds.length;
			if (saved > 0) celebrate(said(saved), saved, done.commandIds);
			else if (done.refused[0]) {
				tell(m.field_act_refused({ reason: reasonOf(done.refused[0]) }));
			}
			return { saved, refused: [...refused, ...done.refused] };
		} catch {
			// The local database failed: the one case in which the person must not leave the screen.
			tell(m.field_act_failed());
			return { saved: 0, refused };
		}
	};
}
