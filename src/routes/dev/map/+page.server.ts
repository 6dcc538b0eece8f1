import { loadProfile } from '$lib/server/city/load-profile';
import { error } from '@sveltejs/kit';

export const prerender = false;

/** The map's bench is for those who build; in production the address does not exist. */
export function load({ url }) {
	if (process.env.MAYDAN_MODE === 'production') error(404);
	const { profile, areas, basemap } = loadProfile(url.searchParams.get('city') ?? 'muscat');
	return {
		bounds: profile.bounds,
		city: { center: profile.center },
		labels: profile.areas.map(({ label }) => label),
		basemap: { id: 'sketch' as const, areas, features: basemap }
	};
}
