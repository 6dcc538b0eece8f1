import { areaPainter } from '../basemap';
import { CanvasLayer } from '../canvas-layer';
import type { LayerData, MapLayer } from './layer';

/** The wilayats with their borders and names, strong enough to be read on any ground. */
export const areas = {
	id: 'areas',
	isShownFirst: false,
	open(map) {
		const layer = new CanvasLayer({ pane: 'overlayPane' }).addTo(map);
		let shown: LayerData | null = null;
		return {
			show(data) {
				const { sketch, palette, locale } = data;
				const isSame =
					shown?.sketch === sketch && shown.palette === palette && shown.locale === locale;
				shown = data;
				if (!isSame && sketch !== null) layer.repaint(areaPainter(sketch, locale, palette));
			},
			remove: () => void layer.remove()
		};
	}
} as const satisfies MapLayer;
