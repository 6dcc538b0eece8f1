/**
 * Whether this device can leave: one line for each thing that is missed only where there is no
 * network any more. Pure: facts in, lights out.
 *
 *   good   nothing to do        fair   works, with a loss        bad   do this before you leave
 *   unknown  the browser does not tell: said, and counted for nothing
 *
 * 1. The light of the whole is the worst of the lines that count. Notifications, battery and a map
 *    never make it red: the work goes on without them.
 * 2. The bounds are those of the field design: 1 h, 12 h and 3 days; 50 and 75 %; 10 minutes; 14 days.
 */
import type { Battery } from '$lib/client/tablet-facts';
import type { PermissionAnswer, PermissionName } from '$lib/client/permissions';
import { storageTone } from '../sync/storage-tone';
import type { MapFacts } from './map-facts';

const checkNames = [
	'jobs',
	'contact',
	'session',
	'app',
	'photos',
	'map',
	'space',
	'location',
	'camera',
	'notifications',
	'clock',
	'battery'
] as const;
export type CheckName = (typeof checkNames)[number];
export type Light = 'good' | 'fair' | 'bad' | 'unknown';

export interface Facts {
	now: number;
	jobs: number;
	/** The first sync has ended. */
	isComplete: boolean;
	isOnline: boolean;
	/** Signed out, or access withdrawn. */
	isLocked: boolean;
	lastContactAt: number | null;
	/** When work on this device ends without a contact, ms. */
	graceMs: number;
	isAppKept: boolean;
	hasUpdate: boolean;
	photos: { wanted: number; kept: number } | null;
	map: MapFacts;
	storage: { usedBytes: number; quotaBytes: number; photosLeft: number } | null;
	permissions: Readonly<Record<PermissionName, PermissionAnswer>>;
	skewMs: number | null;
	battery: Battery | null;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const clockFairMs = 2 * minuteMs;
const clockBadMs = 10 * minuteMs;
const daysFair = 3;
const batteryFair = 0.5;
const batteryBad = 0.2;
/** A day's photos, and the least that a day can begin with. */
const photosFair = 40;
const photosBad = 10;

/** Whole days of work that are left without a contact; null: it was never heard. */
export function daysLeft({ lastContactAt, graceMs, now }: Facts): number | null {
	return lastContactAt === null
		? null
		: Math.max(0, Math.floor((lastContactAt + graceMs - now) / dayMs));
}

const lights: Readonly<Record<CheckName, (facts: Facts) => Light>> = {
	jobs: ({ isComplete }) => (isComplete ? 'good' : 'bad'),
	contact: ({ lastContactAt, now }) => {
		const ageMs = lastContactAt === null ? Infinity : now - lastContactAt;
		if (ageMs >= 12 * hourMs) return 'bad';
		return ageMs >= hourMs ? 'fair' : 'good';
	},
	session: (facts) => {
		const days = daysLeft(facts);
		if (facts.isLocked || days === null || days < 1) return 'bad';
		return days < daysFair ? 'fair' : 'good';
	},
	app: ({ isAppKept, hasUpdate }) => (!isAppKept ? 'bad' : hasUpdate ? 'fair' : 'good'),
	photos: ({ photos }) => {
		if (photos === null) return 'unknown';
		return photos.kept < photos.wanted ? 'fair' : 'good';
	},
	map: ({ map }) => (map.kind === 'whole' ? 'good' : 'fair'),
	space: ({ storage }) => {
		if (storage === null) return 'unknown';
		const { photosLeft, usedBytes, quotaBytes } = storage;
		const tone = storageTone(usedBytes, quotaBytes);
		if (photosLeft < photosBad || tone === 'alarm') return 'bad';
		return photosLeft < photosFair || tone === 'waiting' ? 'fair' : 'good';
	},
	location: ({ permissions }) => needed(permissions.location),
	camera: ({ permissions }) => needed(permissions.camera),
	notifications: ({ permissions: { notifications } }) =>
		notifications === 'granted' ? 'good' : notifications === 'unknown' ? 'unknown' : 'fair',
	clock: ({ skewMs }) => {
		if (skewMs === null) return 'unknown';
		const offMs = Math.abs(skewMs);
		if (offMs >= clockBadMs) return 'bad';
		return offMs > clockFairMs ? 'fair' : 'good';
	},
	battery: ({ battery }) => {
		if (battery === null) return 'unknown';
		if (battery.isCharging || battery.level >= batteryFair) return 'good';
		return battery.level < batteryBad ? 'bad' : 'fair';
	}
};

function needed(answer: PermissionAnswer): Light {
	if (answer === 'denied') return 'bad';
	return answer === 'granted' ? 'good' : answer === 'prompt' ? 'fair' : 'unknown';
}

/** Lines that say something and decide nothing. */
const extras: readonly CheckName[] = ['notifications', 'battery', 'map'];
const order: readonly Light[] = ['bad', 'fair', 'good'];

export interface Check {
	name: CheckName;
	light: Light;
}

/** All lines, in the order in which they are walked through. */
export const checksOf = (facts: Facts): Check[] =>
	checkNames.map((name) => ({ name, light: lights[name](facts) }));

/** The light of the whole. */
export function lightOf(checks: readonly Check[]): Exclude<Light, 'unknown'> {
	const counted = checks.filter(({ name }) => !extras.includes(name)).map(({ light }) => light);
	const worst = order.find((light) => counted.includes(light));
	return worst === 'bad' || worst === 'fair' ? worst : 'good';
}
