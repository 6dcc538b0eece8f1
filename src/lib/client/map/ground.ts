/**
 * What lies under the reports: the sketch of the city, the operator's vector map, or pictures.
 * Not here: which of them it is now (state/device-map), how they are drawn (ground-layer).
 */
import type { Source } from 'pmtiles';
import type { MapPack, MapRaster } from '$lib/protocol/map';

/** `auto` is the best there is now; the others are what a person may want instead. */
export const groundChoices = ['auto', 'raster', 'sketch'] as const;
export type GroundChoice = (typeof groundChoices)[number];

export type Ground =
	| { kind: 'sketch' }
	| { kind: 'pack'; pack: MapPack; source: Source }
	| { kind: 'raster'; raster: MapRaster; onlost: () => void };

export const sketchGround: Ground = { kind: 'sketch' };

/** Whom the ground's data are owed to; null where they are the city's own. */
export function creditOf(ground: Ground): string | null {
	if (ground.kind === 'sketch') return null;
	return ground.kind === 'pack' ? ground.pack.credit : ground.raster.credit;
}

/** Whether nothing has to be laid anew: a server tells its picture map anew at every question. */
export function isSameGround(a: Ground, b: Ground): boolean {
	if (a.kind === 'sketch' || b.kind === 'sketch') return a.kind === b.kind;
	if (a.kind === 'pack' && b.kind === 'pack') return a.source === b.source;
	if (a.kind !== 'raster' || b.kind !== 'raster') return false;
	return a.raster.credit === b.raster.credit && a.raster.maxZoom === b.raster.maxZoom;
}
