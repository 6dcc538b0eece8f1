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

/** Throws a `Violation` that shows where they differ first. */
export function equal(actual: unknown, expected: unknown, invariant: string): void {
	const [one, other] = [plain(actual), plain(expected)];
	if (isDeepStrictEqual(one, other)) return;
	throw new Violation(`${invariant}\n  ${difference(one, other, '')}`);
}

/** As JSON keeps it: an absent member and an undefined one are the same. */
function plain(value: unknown): unknown {
	return value === undefined ? null : JSON.parse(JSON.stringify(value));
}

function difference(one: unknown, other: unknown, path: string): string {
	if (!isObject(one) || !isObject(other)) return `${path}: ${text(one)}, not ${text(other)}`;
	for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
		const [a, b] = [one[key], other[key]];
		if (!isDeepStrictEqual(a, b)) return difference(a, b, `${path}/${key}`);
	}
	return `${path}: ${text(one)}, not ${text(other)}`;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;

const maxShown = 1000;
const text = (value: unknown) => (JSON.stringify(value) ?? 'nothing').slice(0, maxShown);
