/**
 * What the field screens share while one walks between them: the own position, watched once, and
 * how the list was left (filter, order, search, selection), so that going back finds it again.
 */
import type { PositionWatch } from '$lib/client/camera/position';
import type { MapRoute } from '$lib/client/map/route-layer';
import { createContext } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import type { JobOrder } from './job-order';
import type { JobFilter } from './jobs';

export interface ListChoice {
	filter: JobFilter;
	/** Null until the person chose: then by distance where the position is known, else by due time. */
	order: JobOrder | null;
	query: string;
	selectedId: string | null;
	/** What the map draws of today's route; null where the list has another order. */
	route: MapRoute | null;
}

/** A position watch that screens follow: reading it while rendering is enough. */
export interface OwnPosition {
	readonly state: PositionWatch['state'];
	readonly latest: PositionWatch['latest'];
	readonly fixes: PositionWatch['fixes'];
	readonly watch: PositionWatch;
}

export interface Field {
	position: OwnPosition;
	/** Nobody has allowed the own position here yet, as far as the browser tells: a button asks for it. */
	readonly mustAsk: boolean;
	choice: ListChoice;
}

const [get, set] = createContext<Field>();
/** The field screens' shared state; call it while a component starts, below the field layout. */
export const getField = get;
/** Hands the shared state down; the field layout calls it once. */
export const setField = set;

/** Makes a watch readable by screens. */
export function followed(watch: PositionWatch): OwnPosition {
	const subscribe = createSubscriber((update) => watch.subscribe(update));
	return {
		watch,
		get state() {
			subscribe();
			return watch.state;
		},
		get latest() {
			subscribe();
			return watch.latest;
		},
		get fixes() {
			subscribe();
			return watch.fixes;
		}
	};
}
