import { describe, expect, it } from 'vitest';
import { checkSumOf } from './check-sum';

const rows = Array.from({ length: 500 }, (_, i) => [`report:${i}`, i % 7] as const);

describe('the check sum of a scope', () => {
	it('does not depend on the order of the rows', () => {
		expect(checkSumOf(rows.toReversed())).toEqual(checkSumOf(rows));
		expect(checkSumOf([])).toEqual({ rows: 0, sum: '0'.repeat(16) });
	});

	it('tells a missing row, a row too many, another rev, and two that changed places', () => {
		const [first, second] = rows;
		if (first === undefined || second === undefined) throw new Error('No rows');
		const others = rows.slice(2);
		const { sum } = checkSumOf(rows);
		const variants = [
			[first, ...others],
			[first, first, second, ...others],
			[[first[0], first[1] + 1] as const, second, ...others],
			[[first[0], second[1]] as const, [second[0], first[1]] as const, ...others]
		];
		for (const variant of variants) expect(checkSumOf(variant).sum).not.toBe(sum);
	});

	it('meets no collision among a hundred thousand single rows', () => {
		const sums = new Set(
			Array.from({ length: 100_000 }, (_, i) => checkSumOf([[`report:${i % 1000}`, i]]).sum)
		);
		expect(sums.size).toBe(100_000);
	});
});
