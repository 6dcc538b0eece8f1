/** The product's own device in a page without screens. */
import { openApi, type Api } from '$lib/client/api';
import { openDevice } from '$lib/client/app.svelte';
import type { Device } from '$lib/client/device';

/** Opens the databases and the engine of whoever the page's cookie names. */
export async function openOwnDevice(api: Api = openApi()): Promise<Device> {
	const me = await openApi().me();
	if (!me.ok) throw new Error(`Nobody is signed in: ${me.failure.kind}`);
	return openDevice(me.value, api);
}

/** Resolves once a claim over reactive values has become true. */
export function until(isTrue: () => boolean): Promise<void> {
	return new Promise((resolve) => {
		const end = $effect.root(() => {
			$effect(() => {
				if (!isTrue()) return;
				resolve();
				queueMicrotask(() => end());
			});
		});
	});
}
