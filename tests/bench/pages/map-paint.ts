/**
 * Points on the product's map, and as plain circle markers of Leaflet on its canvas. The clock ends
 * when the pixels of every canvas can be read back in the frame after the call.
 */
import { canvas, circleMarker, Map as LeafletMap } from 'leaflet';
import { MapController } from '$lib/client/map/controller.svelte';
import type { MapPoint } from '$lib/client/map/point';
import { tones } from '$lib/domain/report/lifecycle';

const center = { lat: 23.6, lon: 58.3, zoom: 10 };

/** Points over the city, alike at every call. */
function pointsOf(count: number): MapPoint[] {
	return Array.from({ length: count }, (_, index) => {
		const [x, y] = [(index * 0.618_034) % 1, (index * 0.754_878) % 1];
		return {
			id: `point-${index}`,
			lat: center.lat + (y ** 2 - 0.4) * 0.4,
			lon: center.lon + (x - 0.5) * 0.8,
			tone: tones[index % tones.length] ?? 'neutral',
			priority: index % 33 === 0 ? 'urgent' : 'normal'
		};
	});
}

export async function paintMap(count: number) {
	const points = pointsOf(count);
	const host = hostElement();
	const startedMs = performance.now();
	const map = new MapController(host, {
		center,
		locale: 'ar',
		countText: (clustered) => String(clustered)
	});
	map.setPoints(points);
	return finished(host, startedMs, () => map.destroy());
}

export async function paintCircles(count: number) {
	const points = pointsOf(count);
	const host = hostElement();
	const startedMs = performance.now();
	const map = new LeafletMap(host, { renderer: canvas() });
	map.setView([center.lat, center.lon], center.zoom);
	for (const { lat, lon } of points) circleMarker([lat, lon], { radius: 6 }).addTo(map);
	return finished(host, startedMs, () => map.remove());
}

function hostElement(): HTMLElement {
	const host = document.createElement('div');
	host.style.cssText = 'position:fixed;inset:0';
	document.body.append(host);
	host.getBoundingClientRect();
	return host;
}

async function finished(host: HTMLElement, startedMs: number, destroy: () => void) {
	await new Promise((resolve) => requestAnimationFrame(resolve));
	const inks = [...host.querySelectorAll('canvas')].map(inkOf);
	const ms = performance.now() - startedMs;
	const painted = inks.some((ink) => ink > 0);
	destroy();
	host.remove();
	return { ms, painted };
}

/** Reading back one row of pixels makes the browser carry out what was only noted before. */
function inkOf(canvas: HTMLCanvasElement): number {
	const pen = canvas.getContext('2d');
	if (pen === null || canvas.width === 0) return 0;
	const { data } = pen.getImageData(0, Math.floor(canvas.height / 2), canvas.width, 1);
	return data.reduce((sum, value) => sum + value, 0);
}
