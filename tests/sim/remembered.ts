/**
 * Plans that once broke an invariant, made as small as they go, each under the name of what was
 * wrong. They are kept for ever.
 */
import type { HistoryPlan } from './plan';

const quiet = { lineFaults: [], uploadFaults: [] };

export const remembered: Readonly<Record<string, HistoryPlan>> = {
	'a replica that came after its exchange was given up took the place of the one in use [F7, I1]': {
		...{ seed: 13, troubledMs: 197_591, isOnDisk: true, reports: 3 },
		devices: ['ali', 'salma', 'huda'],
		events: [
			{ at: 43_641, kind: 'backup', device: 1, draw: 1143408863 },
			{ at: 71_539, kind: 'act', device: 1, draw: 802272208 },
			{ at: 101_905, kind: 'restore', device: 1, draw: 192447351 }
		],
		lineFaults: [{ device: 1, nth: 0, kind: 'delayed', draw: 1817813556 }],
		uploadFaults: []
	},
	'the end of a session was heard after the next one had begun, and nobody tried again [B6, I4]': {
		...{ seed: 22, troubledMs: 101_797, isOnDisk: false, reports: 2, ...quiet },
		devices: ['ali', 'salma', 'huda'],
		events: [
			{ at: 77_563, kind: 'cache_lost', device: 2, draw: 593020641 },
			{ at: 91_978, kind: 'act', device: 1, draw: 54394482 },
			{ at: 98_083, kind: 'session_ends', device: 2, draw: 1671055098 },
			{ at: 99_915, kind: 'come', device: 2, draw: 1727108472 }
		]
	},
	'a device that had lost its cache did not notice that the server was restored [C8, F8, I1]': {
		...{ seed: 78, troubledMs: 182_183, isOnDisk: true, reports: 3, ...quiet },
		devices: ['ali', 'badr', 'salma', 'huda'],
		events: [
			{ at: 84_610, kind: 'act', device: 2, draw: 313263281 },
			{ at: 102_016, kind: 'backup', device: 2, draw: 1333729646 },
			{ at: 120_868, kind: 'act', device: 0, draw: 392166048 },
			{ at: 122_570, kind: 'access_ends', device: 0, draw: 914502495 },
			{ at: 146_390, kind: 'restore_unannounced', device: 1, draw: 953835346 }
		]
	}
};
