/**
 * The same faults for the product and for two queues that people use instead: where these lose
 * nothing, the faults would prove nothing.
 */
import { describe, expect, it } from 'vitest';
import { rowsOf, type Row } from './baselines/compare';

const sum = (rows: readonly Row[], of: (row: Row) => number) =>
	rows.reduce((total, row) => total + of(row), 0);

describe('one fault in a quiet hour, every kind at several requests', () => {
	it('costs the product no write and doubles none [A1-A12, B1-B8, C1, F1]', async () => {
		for (const { kind, met, promised, lost, duplicated } of await rowsOf('ours')) {
			expect({ kind, lost, duplicated }).toEqual({ kind, lost: 0, duplicated: 0 });
			expect(met, kind).toBeGreaterThan(0);
			expect(promised, kind).toBeGreaterThan(0);
		}
	});

	it('costs a naive fetch queue writes and doubles others, so that the faults are no tame ones', async () => {
		const rows = await rowsOf('naive');
		expect(sum(rows, ({ lost }) => lost)).toBeGreaterThan(0);
		expect(sum(rows, ({ duplicated }) => duplicated)).toBeGreaterThan(0);
	});

	it('costs the queue of Workbox writes and doubles others, so that the faults are no tame ones', async () => {
		const rows = await rowsOf('workbox');
		expect(sum(rows, ({ lost }) => lost)).toBeGreaterThan(0);
		expect(sum(rows, ({ duplicated }) => duplicated)).toBeGreaterThan(0);
	});
});
