/** What the readiness check asks about the map of this device. */

/** `sketch`: only the built-in one · `part`: a download that was not finished · `whole`: all of it. */
export interface MapFacts {
	kind: 'sketch' | 'part' | 'whole';
}

/** How the map stands now. */
export const mapFacts = (): Promise<MapFacts> => Promise.resolve({ kind: 'sketch' });
