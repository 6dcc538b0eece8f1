/**
 * Saving everything that is kept of own work as one signed file, and what came of it in words. The
 * work itself stays on the device, whatever happens. Call it while a component starts.
 */
import { getDevice } from '$lib/client/context';
import { format } from '$lib/i18n/format.svelte';
import { m } from '$lib/i18n/paraglide/messages';
import type { PartTone } from '$lib/ui/tone';
import { amountWords } from './amount-words';
import { saveFile } from './save-file';

export interface RescueEnd {
	tone: PartTone;
	text: string;
}

/** `save()` writes the file and hands it to the browser; `end` is what the person reads of it. */
export function useRescue() {
	const device = getDevice();
	let end = $state.raw<RescueEnd | null>(null);
	let isBusy = $state(false);

	async function made(): Promise<RescueEnd> {
		try {
			const rescue = await device.rescueFile();
			if (rescue === null) return { tone: 'waiting', text: m.rescue_save_unsigned() };
			const items = amountWords(rescue.commands, rescue.photos, format.current);
			if (items === '') return { tone: 'neutral', text: m.rescue_save_empty() };
			saveFile(rescue.file, rescue.name);
			return { tone: 'done', text: m.rescue_saved({ items }) };
		} catch {
			// The local database or the memory failed: what was recorded stands as it stood.
			return { tone: 'alarm', text: m.rescue_save_failed() };
		}
	}

	return {
		get end() {
			return end;
		},
		get isBusy() {
			return isBusy;
		},
		async save(): Promise<void> {
			isBusy = true;
			end = await made();
			isBusy = false;
		}
	};
}
