/** Says what came of confirming many, with one Undo for all of them. Call it while a component starts. */
import { getDevice } from '$lib/client/context';
import { format } from '$lib/i18n/format.svelte';
import { m } from '$lib/i18n/paraglide/messages';
import { useToasts } from '$lib/ui/toast-context';
import CircleX from '@lucide/svelte/icons/circle-x';
import CloudUpload from '@lucide/svelte/icons/cloud-upload';
import Undo2 from '@lucide/svelte/icons/undo-2';
import type { PartsEnd } from '../report/act-in-parts';
import { refusalText } from '../report/refusal-text';

/** Tells the end of it; `total` is how many were to be confirmed. */
export function useManyNotice(): (end: PartsEnd, total: number) => void {
	const device = getDevice();
	const toasts = useToasts();
	const counted = (count: number) => ({ count, shown: format.current.number(count) });
	const alarm = (text: string) =>
		toasts.show({ text, tone: 'alarm', icon: CircleX, lifeMs: 8_000 });

	async function undo(commandIds: readonly string[]): Promise<void> {
		const result = await device.undo(commandIds);
		const refused = result.ok ? [] : result.refused;
		const count = commandIds.length - refused.length;
		if (count > 0)
			toasts.show({ text: m.confirm_many_undone(counted(count)), tone: 'neutral', icon: Undo2 });
		const [first] = refused;
		if (first === undefined) return;
		const reason = refusalText(first.reason, first.detail, format.current);
		alarm(m.confirm_many_not_undone({ ...counted(refused.length), reason }));
	}

	return ({ commandIds, end }, total) => {
		const part = {
			done: format.current.number(commandIds.length),
			total: format.current.number(total)
		};
		if (end === 'failed') alarm(m.confirm_many_cut(part));
		if (end === 'stopped') toasts.show({ text: m.confirm_many_stopped(part), tone: 'waiting' });
		if (commandIds.length === 0) return;
		const label =
			commandIds.length === 1 ? m.act_undo() : m.dispatch_undo_all({ shown: part.done });
		toasts.show({
			text: m.confirm_many_saved(counted(commandIds.length)),
			tone: 'waiting',
			icon: CloudUpload,
			action: { label, run: () => void undo(commandIds) }
		});
	};
}
