/** What a map needs beside its frame, fetched in one go when the first map is opened. */
export { MapController } from '$lib/client/map/controller.svelte';
export { deviceMap } from '$lib/client/state/device-map.svelte';
