/** What the readiness check asks about the map of this device. */
import type { DeviceMap } from '$lib/client/state/device-map.svelte';

/** `sketch`: only the built-in one · `part`: a download that was not finished · `whole`: all of it. */
export interface MapFacts {
	kind: 'sketch' | 'part' | 'whole';
}

/** How the map stands now, by what is on this device: no network is waited for. */
export async function mapFacts(): Promise<MapFacts> {
	const { deviceMap } = await import('$lib/client/state/device-map.svelte');
	await deviceMap.lookHere();
	return mapFactsOf(deviceMap);
}

/** A whole map counts although a newer one is offered, or half here. */
export function mapFactsOf({ held, partBytes }: Pick<DeviceMap, 'held' | 'partBytes'>): MapFacts {
	if (held !== null) return { kind: 'whole' };
	return { kind: partBytes > 0 ? 'part' : 'sketch' };
}
