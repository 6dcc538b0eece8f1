/**
 * Opens the day of a person on this device: the book, the shift with its lane, the route. Loaded after
 * the first screen, which does not need it.
 */
import { v7 as uuidv7 } from 'uuid';
import { trailKeptMs } from '$lib/domain/dispatch/shift';
import type { Api } from '../api';
import { browserTimers } from '../browser';
import { createPositionWatch } from '../camera/position';
import { openDayBook, type DayBook } from '../db/day-book';
import type { Device } from '../device';
import { renewPush } from '../push';
import { RouteState } from '../state/route.svelte';
import { ShiftState } from '../state/shift.svelte';
import { ShiftLane } from './shift-lane';

export interface Day {
	readonly shift: ShiftState;
	readonly route: RouteState;
	readonly book: Pick<DayBook, 'alarms' | 'keepAlarm'>;
	close(): void;
}

/** Opens book and lane; throws where the browser gives no database. */
export async function openDay(device: Device, api: Api): Promise<Day> {
	const book = await openDayBook(device.person.id);
	let isClosed = false;
	const onFailed = (error: unknown) => {
		if (!isClosed) reportError(error);
	};
	const now = () => Math.round(device.now());
	const lane = new ShiftLane({
		...{ book, now, onFailed, timers: browserTimers },
		post: api.tellShift,
		monoMs: () => performance.now(),
		onTold: () => void shift.refresh().catch(onFailed)
	});
	const shift = new ShiftState({
		...{ book, now, onFailed, timers: browserTimers, newId: uuidv7 },
		watch: createPositionWatch(now),
		clock: () => device.reference.policy?.clock,
		onChanged: () => lane.kick('act')
	});
	const route = new RouteState(book);
	await book.prune(now() - trailKeptMs);
	await shift.load();
	const today = device.reference.policy?.clock.localDay(now());
	if (today !== undefined) await route.load(today);
	const stopListening = listen(lane, shift, onFailed);
	lane.kick('start');
	void renewPush(api).catch(onFailed);
	return {
		...{ shift, route, book },
		close() {
			isClosed = true;
			stopListening();
			lane.stop();
			shift.close();
			book.close();
		}
	};
}

function listen(lane: ShiftLane, shift: ShiftState, onFailed: (error: unknown) => void) {
	const listeners = new AbortController();
	const { signal } = listeners;
	addEventListener('online', () => lane.kick('online'), { signal });
	document.addEventListener(
		'visibilitychange',
		() => {
			if (document.visibilityState !== 'visible') return;
			lane.kick('visible');
			void shift.refresh().catch(onFailed);
		},
		{ signal }
	);
	return () => listeners.abort();
}
