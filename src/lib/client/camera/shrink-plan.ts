/**
 * How a picture becomes small enough to travel: at most 2048 px on its long edge, JPEG at 0.75, and
 * never above 1.5 MB. Quality goes down first, then size.
 */
import type { Dimensions } from './dimensions';

export const longEdgePx = 2048;
export const thumbEdgePx = 320;
export const thumbQuality = 0.7;
export const maxPhotoBytes = 1_500_000;
/** Beyond 50 megapixels decoding alone would take 200 MB. */
export const maxPixels = 50_000_000;

export interface Attempt {
	edgePx: number;
	quality: number;
}

const qualities = [0.75, 0.65, 0.55, 0.45] as const;
const edges = [1, 0.75, 0.5] as const;

/** Every attempt from the best picture to the smallest; the last always fits (1024 px at 0.45). */
export const attempts: readonly Attempt[] = edges.flatMap((share) =>
	qualities.map((quality) => ({ edgePx: longEdgePx * share, quality }))
);

/** Says whether a picture is more than the device may be asked to decode. */
export function isTooLarge({ width, height }: Dimensions): boolean {
	return width * height > maxPixels;
}

/** The size that fits the long edge into `edgePx`, whole px, proportions kept, never enlarged. */
export function fitInto({ width, height }: Dimensions, edgePx: number): Dimensions {
	const scale = Math.min(1, edgePx / Math.max(width, height));
	return {
		width: Math.max(1, Math.round(width * scale)),
		height: Math.max(1, Math.round(height * scale))
	};
}
