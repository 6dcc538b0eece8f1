import type { ReferenceView } from '$lib/client/device';

/** What a map needs to know of the city; `device.reference` is one. */
export interface MapReference {
	readonly city: Pick<NonNullable<ReferenceView['city']>, 'center'> | undefined;
	readonly basemap: ReferenceView['basemap'];
}
