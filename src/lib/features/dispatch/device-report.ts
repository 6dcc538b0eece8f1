/**
 * What each device of an inspector has still to send, and whether it has fallen silent. Pure.
 *
 * 1. Unsent work has no closing time: a device that holds some is silent after an hour of any day.
 * 2. Without it, an inspector with work in hand is silent after an hour of his shift; where no shift is
 *    known, or silence itself has ended it, after an hour of working time. In a break and after a shift
 *    nobody has to be heard.
 * 3. What is not known is no silence: without an answer of the server nobody is silent.
 */
import type { PresenceDevice, PresenceList } from '$lib/client/api';
import type { Load } from './load';
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

type Heard = Pick<PresenceList[number], 'lastSeenAt' | 'devices' | 'shift'>;
type Clock = Pick<WorkingClock, 'workingBetween'>;

/** Whether an inspector's tablet is silent where it should be heard; `now` in ms. */
export function isSilent(
	{ lastSeenAt, devices, shift }: Heard,
	openReports: number,
	clock: Clock | undefined,
	now: number
): boolean {
	if (unsentDevices(devices, now).some((device) => device.isSilent)) return true;
	if (shift === null || shift.endedBy === 'silence') {
		return isSilentAtWork(lastSeenAt, openReports, clock, now);
	}
	if (shift.state !== 'on' || lastSeenAt === null || openReports === 0) return false;
	return now - lastSeenAt > silentMs;
}

/** The inspectors whose tablets are silent, by id; nobody where the server has not answered. */
export function silentPeople(
	loads: readonly Load[],
	heard: ReadonlyMap<string, Heard> | null,
	clock: Clock | undefined,
	now: number
): ReadonlySet<string> {
	const silent = loads.filter(({ person, open }) => {
		const own = heard?.get(person.id);
		return own !== undefined && isSilent(own, open, clock, now);
	});
	return new Set(silent.map(({ person }) => person.id));
}

/** Whether somebody with work in hand has not been heard for more than an hour of working time. */
function isSilentAtWork(
	lastSeenAt: number | null,
	openReports: number,
	clock: Clock | undefined,
	now: number
): boolean {
	if (lastSeenAt === null || clock === undefined || openReports === 0) return false;
	return clock.workingBetween(lastSeenAt, now) > silentMinutes;
}
