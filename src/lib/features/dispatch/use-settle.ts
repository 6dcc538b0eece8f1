/** Records the decision about a claim and says what came of it. Call it while a component starts. */
import { getDevice } from '$lib/client/context';
import { format } from '$lib/i18n/format.svelte';
import { m } from '$lib/i18n/paraglide/messages';
import { useToasts } from '$lib/ui/toast-context';
import CircleX from '@lucide/svelte/icons/circle-x';
import CloudUpload from '@lucide/svelte/icons/cloud-upload';
import { refusalText } from '../report/refusal-text';
import { settleIntents, type Choice } from './claim-choices';
import type { OpenClaim } from './claims';

interface Decided {
	choice: Choice;
	/** A word to the author. */
	text: string | null;
	/** The choice, as its button says it. */
	label: string;
}

/** Answers true where the decision is on disk. The rules know no undo of it, so none is offered. */
export function useSettle(): (open: OpenClaim, decided: Decided) => Promise<boolean> {
	const device = getDevice();
	const toasts = useToasts();
	const tell = (text: string) => toasts.show({ text, tone: 'alarm', icon: CircleX, lifeMs: 8_000 });

	return async (open, { choice, text, label }) => {
		try {
			const result = await device.act(settleIntents(open, choice, text));
			const refused = result.ok ? undefined : result.refused[0];
			if (refused !== undefined) {
				const reason = refusalText(refused.reason, refused.detail, format.current);
				tell(m.field_act_refused({ reason }));
				return false;
			}
		} catch {
			// The local database failed: what was written stays on the screen.
			tell(m.field_act_failed());
			return false;
		}
		toasts.show({ text: m.dispatch_saved({ act: label }), tone: 'waiting', icon: CloudUpload });
		return true;
	};
}
