/** Running numbers of reports, one row per year; taken inside the transaction that stores the reports. */
import { sql } from 'kysely';
import type { Tx } from '../db/tables';

/** Takes `count` numbers of a year and returns the first of them. */
export async function takeSerials(tx: Tx, year: number, count: number): Promise<number> {
	const { last } = await tx
		.insertInto('number_serial')
		.values({ year, last: count })
		.onConflict((conflict) =>
			conflict.column('year').doUpdateSet({ last: sql`number_serial.last + ${count}` })
		)
		.returning('last')
		.executeTakeFirstOrThrow();
	return last - count + 1;
}
