/** Gathers the facts of the check: what the device knows at once, what the browser tells after a moment. */
import type { Device } from '$lib/client/device';
import {
	permissionNames,
	permissionState,
	type PermissionAnswer,
	type PermissionName
} from '$lib/client/permissions';
import { graceMs } from '$lib/client/state/sync.svelte';
import { batteryNow, isAppKept, whenAppKept } from '$lib/client/tablet-facts';
import { appUpdate } from '$lib/client/update.svelte';
import { isJobOf } from '$lib/domain/report/job';
import { mapFacts } from './map-facts';
import type { Facts } from './readiness';

type Told = Pick<Facts, 'isAppKept' | 'photos' | 'map' | 'permissions' | 'battery'>;

export class ReadinessFacts {
	readonly #device: Device;
	readonly #now: () => number;
	#told = $state.raw<Told | null>(null);

	/** `now`: a clock that screens follow. */
	constructor(device: Device, now: () => number) {
		this.#device = device;
		this.#now = now;
	}

	/** The facts, or null until the browser has told its part. */
	get current(): Facts | null {
		return this.#told === null ? null : { ...this.#told, ...this.#known() };
	}

	/** Reads now, whenever the page is looked at again, and when the app has come to be kept. */
	follow(): () => void {
		const read = () => void this.read();
		read();
		whenAppKept(read);
		// What was allowed in the settings of the browser shows on the way back.
		document.addEventListener('visibilitychange', read);
		return () => document.removeEventListener('visibilitychange', read);
	}

	/** Asks the browser again. */
	async read(): Promise<void> {
		const [isKept, photos, map, permissions, battery] = await Promise.all([
			isAppKept(),
			this.#device.photosAhead().catch(() => null),
			mapFacts(),
			allPermissions(),
			batteryNow()
		]);
		this.#told = { isAppKept: isKept, photos, map, permissions, battery };
	}

	#known(): Omit<Facts, keyof Told> {
		const { sync, reports, person } = this.#device;
		return {
			now: this.#now(),
			jobs: reports.all.filter((report) => isJobOf(report, person.id)).length,
			isComplete: reports.isComplete,
			isOnline: sync.isOnline,
			isLocked: sync.state === 'needs_sign_in' || sync.state === 'revoked',
			lastContactAt: sync.lastContactAt,
			graceMs,
			hasUpdate: appUpdate.isReady,
			storage: sync.storage,
			skewMs: sync.skewMs
		};
	}
}

async function allPermissions(): Promise<Record<PermissionName, PermissionAnswer>> {
	const answers = await Promise.all(permissionNames.map(permissionState));
	const [location = 'unknown', camera = 'unknown', notifications = 'unknown'] = answers;
	return { location, camera, notifications };
}
