/** The browser's side of the engine's ports: clocks, timers, the device's name. */
import { v7 as uuidv7 } from 'uuid';
import type { Person } from '$lib/domain/people/actor';
import type { DeviceClock, Timers } from './sync/ports';

/** One per page: monotonic times of different pages do not compare. */
export function browserClock(): DeviceClock {
	return {
		wallMs: () => Date.now(),
		monoMs: () => performance.now(),
		offsetMinutes: (at) => -new Date(at).getTimezoneOffset(),
		session: uuidv7()
	};
}

export const browserTimers: Timers = {
	after: (ms, run) => {
		const timer = setTimeout(run, ms);
		return () => clearTimeout(timer);
	},
	random: () => Math.random()
};

const platforms: readonly [RegExp, string][] = [
	[/iPad/, 'iPad'],
	[/iPhone/, 'iPhone'],
	[/Android.*Mobile/, 'Android'],
	[/Android/, 'Android tablet'],
	[/Windows/, 'Windows'],
	[/Mac OS/, 'Mac'],
	[/Linux/, 'Linux']
];

/** The system that a browser says it runs on, as people call it. */
export function platformOf(userAgent: string): string | undefined {
	return platforms.find(([pattern]) => pattern.test(userAgent))?.[1];
}

/** What supervisors read beside unsent work, at most 60 characters. */
export function deviceNameOf(person: Person, userAgent: string): string {
	return [person.userName, platformOf(userAgent)].filter(Boolean).join(' · ').slice(0, 60);
}
