/**
 * What this device tells the supervisors of its team about itself: the version of the app, the room
 * that its browser lends, the battery. What the browser does not tell is left out.
 */
import { version } from '$app/environment';
import type { TabletReport } from '$lib/protocol/sync';
import { storageRoom } from './storage';
import { batteryNow } from './tablet-facts';

/** Measures anew; never fails. */
export async function measureTablet(): Promise<TabletReport> {
	const [room, battery] = await Promise.all([storageRoom().catch(() => null), batteryNow()]);
	return {
		app: version,
		...(room === null ? {} : { freeBytes: Math.round(room.freeBytes) }),
		...(battery === null
			? {}
			: { batteryPercent: Math.round(battery.level * 100), isCharging: battery.isCharging })
	};
}
