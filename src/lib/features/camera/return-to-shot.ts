import { pendingShot } from '$lib/client/camera/pending-shot';
import type { Device } from '$lib/client/device';

/**
 * Where a start must lead: to the job whose photo was pending when the system ended the page. Null
 * where nothing is pending, the job has left this device, or the start leads there anyway.
 */
export async function shotAddress(device: Device, pathname: string): Promise<string | null> {
	const shot = await pendingShot(device);
	if (shot === null || device.reports.byId(shot.reportId) === undefined) return null;
	const address = `/field/${shot.number}`;
	return pathname === address ? null : address;
}
