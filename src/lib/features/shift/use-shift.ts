/** Acts on the own shift, with a notice where the device could not save one. Call it while a component starts. */
import { getDay } from '$lib/client/day/day-slot.svelte';
import { m } from '$lib/i18n/paraglide/messages';
import { useToasts } from '$lib/ui/toast-context';
import CircleX from '@lucide/svelte/icons/circle-x';

/** Runs work on the day book; false where it could not be saved. */
export function useSaving(
	failedText: () => string
): (work: () => Promise<unknown>) => Promise<boolean> {
	const toasts = useToasts();
	return async (work) => {
		try {
			await work();
			return true;
		} catch {
			toasts.show({ text: failedText(), tone: 'alarm', icon: CircleX, lifeMs: 8_000 });
			return false;
		}
	};
}

export function useShift() {
	const day = getDay();
	const save = useSaving(m.shift_failed);
	return {
		/** Null until the day is loaded. */
		get shift() {
			return day.current?.shift ?? null;
		},
		start: () => save(async () => day.current?.shift.start()),
		act: (act: 'break' | 'resume' | 'end') => save(async () => day.current?.shift.act(act)),
		setPrecise: (isPrecise: boolean) => save(async () => day.current?.shift.setPrecise(isPrecise))
	};
}
