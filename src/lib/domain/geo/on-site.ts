/**
 * Was the person at the report? The best answer of the last ten minutes, the receiver's error taken
 * off, so that nobody who was there is asked why he was not.
 *
 * 1. A fix counts by its distance minus its own error, never below zero; the smallest counts.
 * 2. Fixes older than ten minutes do not count; without any the answer is unknown (null).
 * 3. A fix with an error of more than 100 m proves nothing: it counts only where there is no better
 *    one, and never for having been there.
 * It is evidence and a reason to ask once, never a wall.
 */
import { distanceMetres } from './distance';
import type { GeoPoint } from './point';

export const onSiteRadiusMetres = 80;
/** Beyond this error a fix says too little of a place. */
export const reliableAccuracyMetres = 100;
export const onSiteWindowMs = 10 * 60_000;

export interface Fix extends GeoPoint {
	accuracyMetres: number;
	/** Milliseconds since the epoch. */
	fixedAt: number;
}

export interface Presence {
	/** Metres to the report after the error is taken off. */
	distanceMetres: number;
	/** Metres to the report as measured. */
	measuredMetres: number;
	accuracyMetres: number;
	isOnSite: boolean;
	/** The receiver knew the place well enough to tell. */
	isReliable: boolean;
}

/** The best presence at `target` among `fixes` by the clock `nowAt`; null when no fix counts. */
export function onSite(target: GeoPoint, fixes: readonly Fix[], nowAt: number): Presence | null {
	const recent = fixes.filter(({ fixedAt }) => nowAt - fixedAt <= onSiteWindowMs);
	return recent
		.map((fix) => presence(target, fix))
		.reduce<Presence | null>((best, one) => (best && nearer(best, one) ? best : one), null);
}

function presence(target: GeoPoint, fix: Fix): Presence {
	const measuredMetres = distanceMetres(target, fix);
	const metres = Math.max(0, measuredMetres - fix.accuracyMetres);
	const isReliable = fix.accuracyMetres <= reliableAccuracyMetres;
	return {
		distanceMetres: metres,
		measuredMetres,
		accuracyMetres: fix.accuracyMetres,
		isOnSite: isReliable && metres <= onSiteRadiusMetres,
		isReliable
	};
}

/** A reliable one before all others; of two that reach the report, the more exact one says more. */
function nearer(a: Presence, b: Presence): boolean {
	if (a.isReliable !== b.isReliable) return a.isReliable;
	if (a.distanceMetres !== b.distanceMetres) return a.distanceMetres < b.distanceMetres;
	return a.accuracyMetres <= b.accuracyMetres;
}
