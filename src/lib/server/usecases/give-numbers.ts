/** Gives reports their numbers, inside the transaction that stores them: by the year of reception in the city. */
import { reportNumber } from '$lib/domain/report/number';
import type { Tx } from '../db/tables';
import { takeSerials } from '../repositories/numbers';
import type { ServerPolicy } from './ref-data';

/** Numbers for moments of reception (ms), in the same order. */
export async function giveNumbers(
	tx: Tx,
	{ clock, profile }: ServerPolicy,
	receivedAts: readonly number[]
): Promise<string[]> {
	const years = receivedAts.map((at) => Number(clock.localDay(at).slice(0, 4)));
	const next = new Map<number, number>();
	for (const year of [...new Set(years)].sort((one, other) => one - other)) {
		const count = years.filter((other) => other === year).length;
		next.set(year, await takeSerials(tx, year, count));
	}
	return years.map((year) => {
		const serial = next.get(year) ?? 1;
		next.set(year, serial + 1);
		return reportNumber(profile.numberPrefix, year, serial);
	});
}
