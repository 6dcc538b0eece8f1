/**
 * How an invariant breaks: an error that begins with its number (`I4 view of ali`), on plain Node and
 * inside a test runner alike.
 */
import { isDeepStrictEqual } from 'node:util';

export class Violation extends Error {
	override name = 'Violation';
}

/** Throws a `Violation` unless it holds. */
export function holds(condition: boolean, invariant: string): asserts condition {
	if (!condition) throw new Violation(invariant);
}

/** Throws a `Violation` that shows both where they differ. */
export function equal(actual: unknown, expected: unknown, invariant: string): void {
	if (isDeepStrictEqual(plain(actual), plain(expected))) return;
	throw new Violation(`${invariant}\n  is:     ${text(actual)}\n  should: ${text(expected)}`);
}

/** As JSON keeps it: an absent member and an undefined one are the same. */
function plain(value: unknown): unknown {
	return value === undefined ? null : JSON.parse(JSON.stringify(value));
}

const maxShown = 4000;
const text = (value: unknown) => (JSON.stringify(value) ?? 'undefined').slice(0, maxShown);
