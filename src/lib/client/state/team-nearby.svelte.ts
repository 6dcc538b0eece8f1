/**
 * What else is open in the team around the reports that were looked at, as the server told it.
 *
 * 1. Kept in memory only, and with the device object of its person: it is nobody's job here, and no
 *    database of this tablet holds it. Whoever has looked with a connection still sees it without one.
 * 2. What was told stays until something newer is told; a question that failed takes nothing away.
 */
import type { SearchResult } from '$lib/protocol/online';
import { openApi, type Api } from '../api';
import type { Device } from '../device';

export type TeamReport = SearchResult[number];

export interface TeamAnswer {
	reports: readonly TeamReport[];
	/** When it was told, ms. */
	at: number;
}

export class TeamNearby {
	readonly #api: Pick<Api, 'nearby'>;
	readonly #now: () => number;
	#answers = $state.raw<ReadonlyMap<string, TeamAnswer>>(new Map());

	constructor(api: Pick<Api, 'nearby'>, now: () => number) {
		this.#api = api;
		this.#now = now;
	}

	/** What was told last about the place of a report; undefined where nothing was. */
	of(reportId: string): TeamAnswer | undefined {
		return this.#answers.get(reportId);
	}

	/** Asks the server; where it does not answer, what was told before stays. */
	async ask(reportId: string): Promise<void> {
		const answer = await this.#api.nearby(reportId);
		if (!answer.ok) return;
		const told = { reports: answer.value, at: this.#now() };
		this.#answers = new Map([...this.#answers, [reportId, told]]);
	}
}

const known = new WeakMap<Device, TeamNearby>();

/** The one of this person's device: it goes with it, so that the next person on the tablet sees nothing. */
export function teamNearby(device: Device): TeamNearby {
	const own = known.get(device) ?? new TeamNearby(openApi(), () => device.now());
	known.set(device, own);
	return own;
}
