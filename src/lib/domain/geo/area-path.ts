/**
 * Area paths: where a person may act and where a report lies, as a path of slugs.
 *
 * 1. A path begins and ends with the delimiter ("/muscat/seeb/"); ward 3 never matches ward 30.
 * 2. What is malformed contains nothing and lies nowhere: the answer is no.
 * Not here: polygons (area-of-point) and names (city profile).
 */
const wellFormed = /^(?:\/[a-z0-9_-]+)+\/$/;

/** Says whether `path` is the area `scope` or lies below it; false when either is malformed. */
export function isWithinArea(path: string, scope: string): boolean {
	return wellFormed.test(path) && wellFormed.test(scope) && path.startsWith(scope);
}

/** Says whether `path` lies within at least one of `scopes`; no scope means nowhere. */
export function isWithinAnyArea(path: string, scopes: readonly string[]): boolean {
	return scopes.some((scope) => isWithinArea(path, scope));
}
