import { ReportLayer } from '../cluster';
import type { MapLayer } from './layer';

/** The reports that the screen is about: clustered, tapped, selected. */
export const jobs = {
	id: 'jobs',
	isShownFirst: true,
	open(map) {
		const layer = new ReportLayer(map, 'map-reports');
		return {
			show: (data) => layer.show(data),
			tapAt: (place) => layer.tapAt(place),
			remove: () => layer.remove()
		};
	}
} as const satisfies MapLayer;
