/** A place on the earth, degrees WGS84. */
export interface GeoPoint {
	lat: number;
	lon: number;
}
