import { reliableAccuracyMetres } from '$lib/domain/geo/on-site';

/** What the exactness of a fix is worth to the work, in four words. */
export const accuracyBands = ['good', 'fair', 'poor', 'unusable'] as const;
export type AccuracyBand = (typeof accuracyBands)[number];

/** To 15 m good, to 50 fair, to 100 poor; beyond, work is still allowed but the place proves nothing. */
export function accuracyBand(accuracyMetres: number): AccuracyBand {
	if (accuracyMetres <= 15) return 'good';
	if (accuracyMetres <= 50) return 'fair';
	return accuracyMetres <= reliableAccuracyMetres ? 'poor' : 'unusable';
}
