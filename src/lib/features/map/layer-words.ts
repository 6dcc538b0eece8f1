import type { LayerId } from '$lib/client/map/controller.svelte';
import { m } from '$lib/i18n/paraglide/messages';

/** What each layer of the map is called; the compiler asks for the words of a new one. */
export const layerWords: Readonly<Record<LayerId, () => string>> = {
	areas: m.map_layer_areas,
	heat: m.map_layer_heat,
	team: m.map_layer_team,
	jobs: m.map_layer_jobs
};
