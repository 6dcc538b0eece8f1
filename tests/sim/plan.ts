/**
 * The plan of a history: who works on which device, what happens when, which request meets which
 * fault. A plan is plain data, so that it can be printed, kept, cut smaller and played again.
 *
 * What an event does in detail follows from its own draw: taking another event away does not move it.
 */
import { pick, seeded, seedFor, weighted } from './chance';
import { lineFaults, type LineFault, type PlannedFault } from './network';
import { uploadFaults, type UploadFault } from './photo-line';

/** How often each kind happens, while acts happen a hundred times. */
const deviceEvents = {
	act: 100,
	undo: 10,
	/** The page dies between two of its steps, and is opened again after a while. */
	die: 5,
	/** Nothing leaves for a while. */
	signal_lost: 7,
	/** The stream says that something is new, the browser that a network is back, or the page is left. */
	come: 8,
	online: 4,
	leave: 2,
	session_ends: 1.5,
	cache_lost: 0.7,
	cache_full: 0.7,
	outbox_full: 0.7,
	/** A row of the local copy is not what it was. */
	row_damaged: 0.7,
	photo_unreadable: 0.5,
	clock_jumps: 1,
	/** An act that only a newer server understands. */
	newer_act: 1,
	/** One of those that an office does now and then. */
	office_act: 8
} as const;
/** What happens to the city, while acts happen a hundred times. */
const cityEvents = {
	report: 3,
	server_clock_jumps: 0.4,
	person_moves: 0.5,
	access_ends: 0.5,
	access_returns: 0.4,
	/** The storage of a tablet is copied to another one. */
	copied: 0.3,
	/** A supervisor recalls a tablet: it hands in what it has, and is emptied. */
	recalled: 0.5
} as const;
/** Only where the database is on disk. */
const diskEvents = { restart: 2, backup: 3, restore: 1, restore_unannounced: 0.7 } as const;

export type DeviceEventKind = keyof typeof deviceEvents;
export type CityEventKind = keyof typeof cityEvents | keyof typeof diskEvents;
export type EventKind = DeviceEventKind | CityEventKind;
/** Every kind of event: a run of many histories must have met each. */
export const eventKinds = Object.keys({ ...deviceEvents, ...cityEvents, ...diskEvents });

export interface PlannedEvent {
	/** Since the beginning of the troubled part, virtual ms. */
	at: number;
	kind: EventKind;
	/** Index of the device that it concerns, where it concerns one. */
	device: number;
	draw: number;
}

export interface DeviceFault<K extends string> extends PlannedFault<K> {
	device: number;
}

export interface HistoryPlan {
	seed: number;
	/** Length of the troubled part, virtual ms. */
	troubledMs: number;
	reports: number;
	/** Ids of the people, one a device; the same person may have two. */
	devices: readonly string[];
	/** The server can restart, be backed up and be restored. */
	isOnDisk: boolean;
	events: readonly PlannedEvent[];
	lineFaults: readonly DeviceFault<LineFault>[];
	uploadFaults: readonly DeviceFault<UploadFault>[];
}

const crews: readonly (readonly string[])[] = [
	['ali', 'salma'],
	['ali', 'badr', 'salma'],
	['ali', 'salma', 'huda'],
	['ali', 'ali', 'salma', 'huda'],
	['ali', 'badr', 'salma', 'noor'],
	['ali', 'badr', 'salma', 'huda'],
	['ali', 'badr', 'salma', 'huda']
];
const diskShare = 0.12;
const requestsPerDevice = 80;
const uploadsPerDevice = 25;

/** The plan that a seed stands for. */
export function planOf(seed: number): HistoryPlan {
	const random = seeded(seedFor(seed, 1));
	const isOnDisk = random() < diskShare;
	const devices = pick(crews, random) ?? [];
	const troubledMs = 45_000 + Math.round(random() * 120_000);
	return {
		...{ seed, troubledMs, isOnDisk, devices },
		reports: 1 + Math.floor(random() * 5),
		events: eventsOf(random, devices.length, troubledMs, isOnDisk),
		lineFaults: faultsOf(lineFaults, random, devices.length, requestsPerDevice),
		uploadFaults: faultsOf(uploadFaults, random, devices.length, uploadsPerDevice)
	};
}

function eventsOf(
	random: () => number,
	devices: number,
	troubledMs: number,
	isOnDisk: boolean
): PlannedEvent[] {
	const weights = { ...deviceEvents, ...cityEvents, ...(isOnDisk ? diskEvents : {}) };
	const count = Math.round((troubledMs / 1000) * (0.1 + random() * 0.25) * devices);
	const events = Array.from({ length: count }, () => ({
		at: Math.round(random() * troubledMs),
		kind: weighted<EventKind>(weights, random) ?? 'act',
		device: Math.floor(random() * devices),
		draw: Math.floor(random() * 2 ** 31)
	}));
	return events.sort((one, other) => one.at - other.at);
}

/** Each device has a line of its own badness: from good to hardly there. */
function faultsOf<K extends string>(
	kinds: readonly K[],
	random: () => number,
	devices: number,
	requests: number
): DeviceFault<K>[] {
	const faults: DeviceFault<K>[] = [];
	for (let device = 0; device < devices; device++) {
		const badness = 0.5 * random() ** 2;
		for (let nth = 0; nth < requests; nth++) {
			const kind = random() < badness ? pick(kinds, random) : undefined;
			const draw = Math.floor(random() * 2 ** 31);
			if (kind !== undefined) faults.push({ device, nth, kind, draw });
		}
	}
	return faults;
}
