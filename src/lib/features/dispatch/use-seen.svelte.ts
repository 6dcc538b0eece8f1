/** Marks things as seen, one act at a time, and says so where it failed. Call it while a component starts. */
import { m } from '$lib/i18n/paraglide/messages';
import { useToasts } from '$lib/ui/toast-context';
import CircleX from '@lucide/svelte/icons/circle-x';
import { SvelteSet } from 'svelte/reactivity';
import { getReview } from './review.svelte';

/** `isBusy(id)` while the server has not answered about it. */
export function useSeen(kind: 'command' | 'incident') {
	const review = getReview();
	const toasts = useToasts();
	const busy = new SvelteSet<string>();
	return {
		isBusy: (id: string) => busy.has(id),
		async seen(ids: readonly string[]): Promise<void> {
			const fresh = ids.filter((id) => !busy.has(id));
			for (const id of fresh) busy.add(id);
			const isDone = await review.seen(kind, fresh);
			for (const id of fresh) busy.delete(id);
			if (!isDone) toasts.show({ text: m.review_seen_failed(), tone: 'alarm', icon: CircleX });
		}
	};
}
