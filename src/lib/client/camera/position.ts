/**
 * Where the device is, watched from the moment a person opens the work.
 *
 * 1. Every fix of the last ten minutes is kept: the nearest of them tells whether the person was
 *    on site, the most exact of the last minute goes with a photo.
 * 2. No position is a value with a reason, never an error: work goes on without it.
 * 3. `fixedAt` is by the clock passed in, at the moment the fix arrived; cached fixes are not taken.
 * The heading is the direction of travel that the receiver reports; standing still it is null.
 */
import type { Place } from '$lib/domain/report/report';

/** How long a fix counts for the on-site rule. */
export const fixesKeptMs = 10 * 60_000;
/** How old a fix may be to go with a photo. */
export const freshFixMs = 60_000;
const fixTimeoutMs = 30_000;

export const positionStates = ['off', 'waiting', 'fixed', 'denied', 'unavailable'] as const;
/** `unavailable`: no receiver, no signal, or a page that is not served securely. */
export type PositionState = (typeof positionStates)[number];

export interface PositionPorts {
	geolocation: Pick<Geolocation, 'watchPosition' | 'clearWatch'> | undefined;
	/** Milliseconds since the epoch. */
	now: () => number;
}

export class PositionWatch {
	#ports: PositionPorts;
	#now: () => number;
	#state: PositionState = 'off';
	#fixes: readonly Place[] = [];
	#watchId: number | null = null;
	#listeners = new Set<() => void>();

	constructor(ports: PositionPorts) {
		this.#ports = ports;
		this.#now = ports.now;
	}

	get state(): PositionState {
		return this.#state;
	}

	/** Fixes of the last ten minutes, oldest first. */
	get fixes(): readonly Place[] {
		return this.#fixes;
	}

	get latest(): Place | null {
		return this.#fixes.at(-1) ?? null;
	}

	/** The most exact fix not older than a minute; of equals the newest; null when there is none. */
	best(): Place | null {
		const since = this.#now() - freshFixMs;
		const fresh = this.#fixes.filter(({ fixedAt }) => fixedAt >= since);
		return fresh.reduce<Place | null>(
			(best, fix) => (best && best.accuracyMetres < fix.accuracyMetres ? best : fix),
			null
		);
	}

	/** Begins to watch, which asks the person for permission the first time; again does nothing. */
	start(): void {
		if (this.#watchId !== null) return;
		const { geolocation } = this.#ports;
		if (!geolocation) return this.#become('unavailable');
		this.#become('waiting');
		this.#watchId = geolocation.watchPosition(
			(position) => this.#take(position),
			(error) => this.#miss(error),
			{ enableHighAccuracy: true, maximumAge: 0, timeout: fixTimeoutMs }
		);
	}

	/** Stamps by another clock from here on; what was stamped before moves with it. */
	stampBy(now: () => number): void {
		const byMs = now() - this.#now();
		this.#fixes = this.#fixes.map((fix) => ({ ...fix, fixedAt: fix.fixedAt + byMs }));
		this.#now = now;
	}

	/** Ends the watch; the fixes stay until they are too old. */
	stop(): void {
		if (this.#watchId !== null) this.#ports.geolocation?.clearWatch(this.#watchId);
		this.#watchId = null;
		this.#become('off');
	}

	/** Calls `listener` after every fix and change of state; returns what ends it. */
	subscribe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	#take({ coords }: Pick<GeolocationPosition, 'coords'>): void {
		const fixedAt = this.#now();
		const { latitude: lat, longitude: lon, accuracy: accuracyMetres, heading } = coords;
		const headingDegrees = heading === null || Number.isNaN(heading) ? null : heading;
		const kept = this.#fixes.filter((fix) => fixedAt - fix.fixedAt <= fixesKeptMs);
		this.#fixes = [...kept, { lat, lon, accuracyMetres, headingDegrees, fixedAt }];
		this.#become('fixed');
	}

	/** A late fix is not a refusal: only what the person or the device said no to changes the state. */
	#miss({ code, PERMISSION_DENIED, TIMEOUT }: GeolocationPositionError): void {
		if (code === PERMISSION_DENIED) this.#become('denied');
		else if (code !== TIMEOUT && this.#state !== 'fixed') this.#become('unavailable');
	}

	#become(state: PositionState): void {
		this.#state = state;
		for (const listener of this.#listeners) listener();
	}
}

/** A watch over this browser's receiver; `now` is the clock that photos are stamped with. */
export function createPositionWatch(now: () => number): PositionWatch {
	const geolocation = typeof navigator === 'undefined' ? undefined : navigator.geolocation;
	return new PositionWatch({ geolocation, now });
}

/** Whether this browser gives the own position without asking the person. */
export async function mayLocate(): Promise<boolean> {
	const answer = await navigator.permissions?.query({ name: 'geolocation' }).catch(() => undefined);
	return answer?.state === 'granted';
}

let ahead: PositionWatch | null = null;

/**
 * Begins to watch before there is a screen, where nobody has to be asked; the next `begunWatch` has it.
 * Resolves with the first fix, or with null where there will be none.
 */
export async function watchAhead(): Promise<Place | null> {
	const watch = (ahead = createPositionWatch(Date.now));
	if (!(await mayLocate())) return null;
	return new Promise((resolve) => {
		const end = watch.subscribe(() => {
			if (watch.state === 'waiting') return;
			end();
			resolve(watch.latest);
		});
		watch.start();
	});
}

/** The watch that was begun ahead, once; another one where none was. */
export function begunWatch(now: () => number): PositionWatch {
	const watch = ahead ?? createPositionWatch(now);
	ahead = null;
	watch.stampBy(now);
	return watch;
}
