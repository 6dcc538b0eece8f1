/**
 * What the browser tells of the device it runs on, beside storage and permissions: whether the app
 * itself is kept here, and how full the battery is. What it does not tell is null.
 */

/** Whether a start without a network would find the app on this device. */
export async function isAppKept(): Promise<boolean> {
	const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker;
	const registration = await workers?.getRegistration().catch(() => undefined);
	// A worker becomes active only after everything was fetched.
	return (registration?.active ?? null) !== null;
}

/** Calls back once when the app has come to be kept here; the first start takes a while. */
export function whenAppKept(run: () => void): void {
	const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker;
	void workers?.ready.then(run);
}

export interface Battery {
	/** 0 to 1. */
	level: number;
	isCharging: boolean;
}

/** There are browsers that never answer; nobody waits longer to learn whether the tablet is ready. */
const batteryWaitMs = 1000;

/** The battery, in the browsers that still tell. */
export async function batteryNow(): Promise<Battery | null> {
	if (!('getBattery' in navigator) || typeof navigator.getBattery !== 'function') return null;
	try {
		const asked: Promise<unknown> = Promise.resolve(navigator.getBattery());
		const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), batteryWaitMs));
		const battery = await Promise.race([asked, late]);
		return isBattery(battery) ? { level: battery.level, isCharging: battery.charging } : null;
	} catch {
		return null;
	}
}

function isBattery(answer: unknown): answer is { level: number; charging: boolean } {
	return typeof answer === 'object' && answer !== null && 'level' in answer && 'charging' in answer;
}
