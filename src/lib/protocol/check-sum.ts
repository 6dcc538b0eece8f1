/**
 * The check sum of a scope: what a device holds and what the server would show, in one short text.
 *
 * 1. The sum of one 64-bit hash per row (`<kind>:<id>` and its rev), so that order does not matter
 *    and a row can be added or taken out by itself.
 * 2. It tells that something differs, not what: then the revs of the rows are compared (audit).
 * It guards against defects, not against attackers. Source: sync design 3.5.
 */
import type { CheckSum } from './sync';

/** Rows as they are summed: key `<kind>:<id>`, value the rev (0 for reference data). */
export type Revs = Iterable<readonly [key: string, rev: number]>;

/** Number and sum of rows, the sum as 16 hexadecimal digits. */
export function checkSumOf(revs: Revs): CheckSum {
	let [rows, high, low] = [0, 0, 0];
	for (const [key, rev] of revs) {
		rows += 1;
		const text = `${key}#${rev}`;
		high = (high + hash(text, 0x9e3779b9)) >>> 0;
		low = (low + hash(text, 0x85ebca6b)) >>> 0;
	}
	return { rows, sum: hex(high) + hex(low) };
}

const hex = (value: number) => value.toString(16).padStart(8, '0');

/** 32 bits, well mixed (multiply and shift per character, then an avalanche). */
function hash(text: string, seed: number): number {
	let state = seed;
	for (let i = 0; i < text.length; i++) {
		state = Math.imul(state ^ text.charCodeAt(i), 0x5bd1e995);
		state ^= state >>> 15;
	}
	state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
	return (state ^ (state >>> 16)) >>> 0;
}
