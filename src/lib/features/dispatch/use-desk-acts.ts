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

interface DeskEnd {
	/** Reports whose act is on disk. */
	saved: number;
	refused: readonly ActRefusal[];
}

/** Many acts are recorded in parts, so that a person sees how far they are and can stop them. */
export interface Progress {
	/** Stops before the next part; what is recorded stays. */
	signal: AbortSignal;
	/** Hears how many are recorded. */
	told: (count: number) => void;
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

const partSize = 25;

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

	/** Records acts that were found possible, part by part; those refused meanwhile come back by name. */
	async function record(intents: readonly Intent[], { signal, told }: Progress) {
		const commandIds: string[] = [];
		const refused: ActRefusal[] = [];
		for (let at = 0; at < intents.length && !signal.aborted; at += partSize) {
			const done = await recordPart(intents.slice(at, at + partSize));
			commandIds.push(...done.commandIds);
			refused.push(...done.refused);
			told(Math.min(at + partSize, intents.length));
		}
		return { commandIds, refused };
	}

	/** What one report is refused for does not hold up the others. */
	async function recordPart(intents: readonly Intent[]): ReturnType<typeof recordAtOnce> {
		const done = await recordAtOnce(intents);
		const ids = new Set(done.refused.map(({ reportId }) => reportId));
		const rest = intents.filter(({ reportId }) => !ids.has(reportId));
		if (ids.size === 0 || rest.length === 0 || rest.length === intents.length) return done;
		const { commandIds, refused } = await recordPart(rest);
		return { commandIds, refused: [...done.refused, ...refused] };
	}

	/** All or none: what changed between the two questions is refused with its reason. */
	async function recordAtOnce(
		intents: readonly Intent[]
	): Promise<{ commandIds: readonly string[]; refused: readonly ActRefusal[] }> {
		const result = await device.act(intents);
		return result.ok
			? { commandIds: result.commandIds, refused: [] }
			: { commandIds: [], refused: result.refused };
	}

	return async (intents, said, progress) => {
		const judged = intents.map((intent) => ({ intent, answer: device.check(intent) }));
		const accepted = judged.flatMap(({ intent, answer }) => (answer.ok ? [intent] : []));
		const refused = judged.flatMap(({ answer }) => (answer.ok ? [] : [answer]));
		if (accepted.length === 0) {
			if (intents.length === 1) tell(m.field_act_refused({ reason: reasonOf(refused[0]) }));
			return { saved: 0, refused };
		}
		try {
			const done = await (progress ? record(accepted, progress) : recordAtOnce(accepted));
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
