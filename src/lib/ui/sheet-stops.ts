/**
 * The three stops of the bottom sheet: peek, half, full. Pure geometry, so that dragging, buttons
 * and keys agree about where the sheet comes to rest.
 */
export const stops = ['peek', 'half', 'full'] as const;
export type Stop = (typeof stops)[number];

/** What the middle stop should show: the head, what narrows a list down, and its first row, px. */
const halfWantedPx = 440;

/** What the highest stop leaves of what lies behind the sheet, px. */
const fullGapPx = 24;

/** Height of a stop in px, in a container of the given height; `peekPx` is what always shows. */
export function stopHeightPx(stop: Stop, containerPx: number, peekPx: number): number {
	const heights = { peek: peekPx, half: halfPx(containerPx), full: containerPx - fullGapPx };
	return Math.min(Math.max(heights[stop], peekPx), containerPx);
}

/** `stopHeightPx` for a style sheet: it holds before anything is measured, and nothing jumps then. */
export function stopHeightCss(stop: Stop, peekPx: number): string {
	const heights = {
		peek: `${peekPx}px`,
		half: `max(50%, min(60%, ${halfWantedPx}px))`,
		full: `calc(100% - ${fullGapPx}px)`
	};
	return `min(max(${heights[stop]}, ${peekPx}px), 100%)`;
}

/** Half of the container; in a low one up to three fifths, so that the rest still is a map. */
function halfPx(containerPx: number): number {
	return Math.max(containerPx / 2, Math.min(containerPx * 0.6, halfWantedPx));
}

/** The next stop up (+1) or down (-1); the ends hold. */
export function neighbour(stop: Stop, step: 1 | -1): Stop {
	return stops[stops.indexOf(stop) + step] ?? stop;
}

/** Where a released sheet rests: the nearest stop, or the next one along a flick (px per ms, up positive). */
export function restingStop(
	heightPx: number,
	containerPx: number,
	peekPx: number,
	upPxPerMs: number
): Stop {
	const distance = (stop: Stop) => Math.abs(stopHeightPx(stop, containerPx, peekPx) - heightPx);
	const nearest = stops.reduce((best, stop) => (distance(stop) < distance(best) ? stop : best));
	if (Math.abs(upPxPerMs) < 0.5) return nearest;
	const nearestPx = stopHeightPx(nearest, containerPx, peekPx);
	if (upPxPerMs > 0) return nearestPx > heightPx ? nearest : neighbour(nearest, 1);
	return nearestPx < heightPx ? nearest : neighbour(nearest, -1);
}
