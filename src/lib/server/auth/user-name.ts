import { latinDigits } from '$lib/domain/text/digits';

/** A user name as it is stored and compared: lower case, Latin digits, no spaces around. */
export function canonicalUserName(typed: string): string {
	return latinDigits(typed.normalize('NFKC')).trim().toLowerCase();
}
