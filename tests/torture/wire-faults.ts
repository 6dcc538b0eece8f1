/**
 * What a line does to a request, drawn from a seed: the kinds of Toxiproxy, and what stands in the
 * way of phones besides (a captive portal, a proxy in front of the server, a request sent twice).
 *
 * The nth request of a lane meets the same fault whenever the seed is the same. When it comes is real
 * time and not the seed's.
 */
import { seeded, seedFor, weighted } from '../sim/chance';

/** Requests are counted by lane, so that a busy one does not move the faults of the others. */
export const lanes = ['sync', 'photo', 'stream', 'other'] as const;
export type Lane = (typeof lanes)[number];

/** How often each kind is drawn, beside the others. */
const weights = {
	latency: 3,
	bandwidth: 2,
	slicer: 2,
	slow_close: 1,
	/** The other side sends a reset, before or after the request went through. */
	reset_peer: 3,
	/** The line ends after some bytes of the request, or of the answer. */
	limit_up: 4,
	limit_down: 4,
	/** Nothing goes through, and nobody says so. */
	black_hole: 1,
	/** The request goes through, its answer never comes. */
	timeout: 1,
	doubled: 2,
	/** The same request arrives once more when others have come since. */
	doubled_late: 2,
	portal_page: 1,
	portal_redirect: 1,
	portal_json: 1,
	proxy_502: 1
} as const;
export type WireFault = keyof typeof weights;

export interface DrawnFault {
	kind: WireFault;
	/** Decides the details; each call is the next number of this fault. */
	draw: () => number;
}

/** What the nth request of a lane meets; null where nothing. `rate` is the share that meets something. */
export function faultOf(seed: number, lane: Lane, nth: number, rate: number): DrawnFault | null {
	const draw = seeded(seedFor(seed, lanes.indexOf(lane), nth));
	if (draw() >= rate) return null;
	const kind = weighted<WireFault>(weights, draw);
	return kind === undefined ? null : { kind, draw };
}

/** The lane of a request by its path. */
export function laneOf(path: string): Lane {
	if (path.startsWith('/api/sync/stream')) return 'stream';
	if (path.startsWith('/api/sync')) return 'sync';
	return path.startsWith('/api/photos') ? 'photo' : 'other';
}
