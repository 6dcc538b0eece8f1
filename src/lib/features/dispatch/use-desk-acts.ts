/**
 * Does acts of the desk, one or many, and says what came of them: one notice with one Undo for all, how
 * far they came where they were stopped, and the reports that a rule refused by name. Call it while a
 * component starts.
 *
 * 1. More than one part shows how far it is (`recording`) and can be stopped; what is recorded stays.
 * 2. What was stopped, refused or not written is not among `doneIds`: its reports stay chosen.
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
import type { PartsEnd } from '../report/act-in-parts';
import { refusalText } from '../report/refusal-text';
import { openRecorder, type Recording } from '../report/recorder.svelte';

export interface DeskEnd {
	/** Reports whose act is on disk. */
	doneIds: ReadonlySet<string>;
	refused: readonly ActRefusal[];
}

export interface DeskActs {
	/** Null while nothing that takes its time is being recorded. */
	readonly recording: Recording | null;
	/** `said` is the whole notice: what was done to how many, and that it waits to be sent. */
	run(intents: readonly Intent[], said: (count: number) => string): Promise<DeskEnd>;
}

const nothingDone = new Set<string>();

/** Runs acts of the desk: the accepted ones are queued, the refused ones come back. */
export function useDeskActs(): DeskActs {
	const device = getDevice();
	const toasts = useToasts();
	const recorder = openRecorder((intents) => device.act(intents));

	/** Only the last acts can be taken back, so only their notice stands. */
	let noticeId: number | null = null;

	const tell = (text: string) =>
		void toasts.show({ text, tone: 'alarm', icon: CircleX, lifeMs: 8_000 });
	const reasonOf = (refused: ActRefusal | undefined) =>
		refused ? refusalText(refused.reason, refused.detail, format.current) : '';

	async function undo(commandIds: readonly string[]): Promise<void> {
		const result = await device.undo(commandIds);
		if (result.ok)
			return void toasts.show({ text: m.field_undone(), tone: 'neutral', icon: Undo2 });
		const { refused } = result;
		const reason = reasonOf(refused[0]);
		const count = commandIds.length - refused.length;
		if (count <= 0) return tell(m.field_undo_refused({ reason }));
		const shown = { count, shown: format.current.number(count) };
		tell(
			m.dispatch_undone_some({ ...shown, total: format.current.number(commandIds.length), reason })
		);
	}

	function celebrate(text: string, count: number, commandIds: readonly string[]) {
		if (noticeId !== null) toasts.dismiss(noticeId);
		const label =
			count === 1 ? m.act_undo() : m.dispatch_undo_all({ shown: format.current.number(count) });
		const action = { label, run: () => void undo(commandIds) };
		noticeId = toasts.show({ text, tone: 'waiting', icon: CloudUpload, action });
	}

	function tellEnd(
		{ commandIds, refused, end }: PartsEnd,
		total: number,
		said: (n: number) => string
	) {
		const saved = commandIds.length;
		const part = { done: format.current.number(saved), total: format.current.number(total) };
		// The local database failed: the one case in which the person must not leave the screen.
		if (end === 'failed') tell(saved === 0 ? m.field_act_failed() : m.dispatch_many_cut(part));
		if (end === 'stopped') toasts.show({ text: m.dispatch_many_stopped(part), tone: 'waiting' });
		if (saved > 0) celebrate(said(saved), saved, commandIds);
		else if (refused[0]) tell(m.field_act_refused({ reason: reasonOf(refused[0]) }));
	}

	async function run(
		intents: readonly Intent[],
		said: (count: number) => string
	): Promise<DeskEnd> {
		const judged = intents.map((intent) => ({ intent, answer: device.check(intent) }));
		const accepted = judged.flatMap(({ intent, answer }) => (answer.ok ? [intent] : []));
		const refused = judged.flatMap(({ answer }) => (answer.ok ? [] : [answer]));
		if (accepted.length === 0) {
			if (intents.length === 1) tell(m.field_act_refused({ reason: reasonOf(refused[0]) }));
			return { doneIds: nothingDone, refused };
		}
		const tasks = accepted.map((intent) => ({ id: intent.reportId, intents: [intent] }));
		const end = await recorder.record(tasks);
		tellEnd(end, accepted.length, said);
		return { doneIds: end.doneIds, refused: [...refused, ...end.refused] };
	}

	return {
		get recording() {
			return recorder.current;
		},
		run
	};
}
