import { CanvasLayer } from '../canvas-layer';
import { tilePx } from '../cluster-index';
import { project, worldPx } from '../mercator';
import type { LayerData, MapLayer } from './layer';

/** How far the warmth of one report reaches, CSS px. */
const reachPx = 34;
/** Five reports at one place are as warm as it gets. */
const warmth = 0.22;

/** Where reports lie close together: each warms its surroundings, and warmth adds up. */
export const heat = {
	id: 'heat',
	isShownFirst: false,
	open(map) {
		const layer = new CanvasLayer({ pane: 'overlayPane' }).addTo(map);
		let shown: LayerData | null = null;
		return {
			show(data) {
				const { points, others, palette } = data;
				const isSame =
					shown?.points === points && shown.others === others && shown.palette === palette;
				shown = data;
				if (isSame) return;
				const glow = glowOf(palette.alarm.solid);
				const all = [...points, ...others].map((point) => project(point));
				layer.repaint((pen, { x, y, z }) => {
					const scale = worldPx(z);
					for (const place of all) {
						const [left, top] = [place.x * scale - x * tilePx, place.y * scale - y * tilePx];
						if (isNear(left) && isNear(top)) pen.drawImage(glow, left - reachPx, top - reachPx);
					}
				});
			},
			remove: () => void layer.remove()
		};
	}
} as const satisfies MapLayer;

const isNear = (px: number) => px > -reachPx && px < tilePx + reachPx;

function glowOf(colour: string): HTMLCanvasElement {
	const canvas = document.createElement('canvas');
	canvas.width = canvas.height = reachPx * 2;
	const pen = canvas.getContext('2d');
	if (!pen) return canvas;
	const shade = pen.createRadialGradient(reachPx, reachPx, 0, reachPx, reachPx, reachPx);
	shade.addColorStop(0, colour);
	shade.addColorStop(1, 'transparent');
	pen.globalAlpha = warmth;
	pen.fillStyle = shade;
	pen.fillRect(0, 0, reachPx * 2, reachPx * 2);
	return canvas;
}
