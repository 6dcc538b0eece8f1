import { error } from '@sveltejs/kit';

export const prerender = false;

/** The gallery is for those who build; in production the address does not exist. */
export function load() {
	if (process.env.MAYDAN_MODE === 'production') error(404);
}
