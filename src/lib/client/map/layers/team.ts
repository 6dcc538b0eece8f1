import { ReportLayer } from '../cluster';
import type { MapLayer } from './layer';

/** The other reports that this device holds, faint and below the own ones: for orientation. */
export const team = {
	id: 'team',
	isShownFirst: false,
	open(map) {
		const layer = new ReportLayer(map, 'map-others');
		return {
			show: ({ others, ...look }) => layer.show({ ...look, points: others, selectedId: null }),
			remove: () => layer.remove()
		};
	}
} as const satisfies MapLayer;
