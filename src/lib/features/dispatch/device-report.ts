/**
 * What each device of an inspector has still to send, and whether it has fallen silent. Pure.
 *
 * 1. Unsent work has no closing time: a device that holds some is silent after an hour of any day.
 * 2. Without it, an inspector with work in hand is silent after an hour of working time.
 */
import type { PresenceDevice } from '$lib/client/api';
import type { WorkingClock } from '$lib/domain/time/working-calendar';

export interface DeviceReport {
	name: string;
	commands: number;
	photos: number;
	/** When the oldest of it was recorded; null where the device did not say. */
	sinceAt: number | null;
	isSilent: boolean;
}

const silentMs = 60 * 60_000;
const silentMinutes = 60;

/** The devices with something to send, the longest waiting first; `now` in ms. */
export function unsentDevices(devices: readonly PresenceDevice[], now: number): DeviceReport[] {
	return devices
		.filter(({ pendingCommands, pendingPhotos }) => pendingCommands + pendingPhotos > 0)
		.map((device) => ({
			name: device.deviceName,
			commands: device.pendingCommands,
			photos: device.pendingPhotos,
			sinceAt: device.oldestPendingAt,
			isSilent: device.lastSeenAt !== null && now - device.lastSeenAt > silentMs
		}))
		.sort((one, other) => (one.sinceAt ?? now) - (other.sinceAt ?? now));
}

/** Whether somebody with work in hand has not been heard for more than an hour of working time. */
export function isSilentAtWork(
	lastSeenAt: number | null,
	openReports: number,
	clock: Pick<WorkingClock, 'workingBetween'> | undefined,
	now: number
): boolean {
	if (lastSeenAt === null || clock === undefined || openReports === 0) return false;
	return clock.workingBetween(lastSeenAt, now) > silentMinutes;
}
