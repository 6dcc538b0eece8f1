/**
 * Where the day of a person comes to stand once it is loaded: screens read `current` and show without
 * it what they can.
 */
import { createContext } from 'svelte';
import { can } from '$lib/domain/people/actor';
import { quietMoment } from '$lib/late/quiet-moment';
import type { Api } from '../api';
import type { Device } from '../device';
import type { Day } from './open-day';

export class DaySlot {
	#current = $state.raw<Day | null>(null);
	#isClosed = false;

	/** Null until it is loaded, and for people who do no field work. */
	get current(): Day | null {
		return this.#current;
	}

	/** Loads and opens it; a failure costs shift and route, never the work itself. */
	async open(device: Device, api: Api): Promise<void> {
		if (!can(device.actor, 'report.work')) return;
		const [{ openDay }] = await Promise.all([import('./open-day'), quietMoment()]);
		if (this.#isClosed) return;
		const day = await openDay(device, api);
		if (this.#isClosed) day.close();
		else this.#current = day;
	}

	close(): void {
		this.#isClosed = true;
		this.#current?.close();
	}
}

const [getDay, setDay] = createContext<DaySlot>();
/** The person's day; call it while a component of the signed-in screens starts. */
export { getDay, setDay };
