/** How a tablet does, as facts to be read: what it said of itself, and what stands in its way. Pure. */
import type { PresenceDevice } from '$lib/client/api';

/** Less than this is too little for a day of photos, bytes. */
const littleRoomBytes = 300_000_000;
const lowBatteryPercent = 20;

export type TabletState = 'working' | 'recalling' | 'recalled';

/** A recalled tablet is on its way out until it has said that nothing is left on it. */
export function tabletState({
	recalledAt,
	emptiedAt
}: Pick<PresenceDevice, 'recalledAt' | 'emptiedAt'>): TabletState {
	if (recalledAt === null) return 'working';
	return emptiedAt === null ? 'recalling' : 'recalled';
}

/** Whether photos may soon find no room. */
export function hasLittleRoom({ freeBytes }: Pick<PresenceDevice, 'freeBytes'>): boolean {
	return freeBytes !== null && freeBytes < littleRoomBytes;
}

/** Whether it may go out during work. */
export function isLow({
	batteryPercent,
	isCharging
}: Pick<PresenceDevice, 'batteryPercent' | 'isCharging'>): boolean {
	return batteryPercent !== null && batteryPercent < lowBatteryPercent && isCharging !== true;
}
