/**
 * How a picture lies in its frame: enlarged about its middle and moved. Pure; lengths are CSS px, spots
 * are counted from the middle of the frame.
 *
 * 1. Never smaller than the frame, at most six times as large.
 * 2. Its edges never come inside the frame further than the middle allows.
 */
export interface Zoom {
	scale: number;
	x: number;
	y: number;
}
interface Size {
	width: number;
	height: number;
}
interface Spot {
	x: number;
	y: number;
}

export const whole: Zoom = { scale: 1, x: 0, y: 0 };
const scaleMax = 6;

/** Enlarges by a factor so that what lies under `spot` stays there. */
export function zoomedAt(zoom: Zoom, spot: Spot, factor: number, frame: Size): Zoom {
	const scale = Math.min(scaleMax, Math.max(1, zoom.scale * factor));
	const real = scale / zoom.scale;
	return held(
		{ scale, x: spot.x - (spot.x - zoom.x) * real, y: spot.y - (spot.y - zoom.y) * real },
		frame
	);
}

export function movedBy(zoom: Zoom, by: Spot, frame: Size): Zoom {
	return held({ ...zoom, x: zoom.x + by.x, y: zoom.y + by.y }, frame);
}

function held({ scale, x, y }: Zoom, { width, height }: Size): Zoom {
	const hold = (value: number, length: number) => {
		const limit = ((scale - 1) * length) / 2;
		return Math.min(limit, Math.max(-limit, value)) + 0;
	};
	return { scale, x: hold(x, width), y: hold(y, height) };
}

const swipeMinPx = 60;

/** Which way a finger walked: 1 forward along the line of reading, -1 back, 0 neither. */
export function swipeStep(by: Spot, isRtl: boolean): 1 | -1 | 0 {
	if (Math.abs(by.x) < swipeMinPx || Math.abs(by.x) < 2 * Math.abs(by.y)) return 0;
	// Pulling the picture away against the line of reading brings the next one in.
	return by.x < 0 === !isRtl ? 1 : -1;
}
