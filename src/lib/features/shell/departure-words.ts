/** Why a report left this device, in a sentence with its number. */
import { isolated } from '$lib/i18n/isolated';
import { m } from '$lib/i18n/paraglide/messages';

type Words = (input: { number: string }) => string;

/** By the leave reasons of the protocol. */
const words: Readonly<Partial<Record<string, Words>>> = {
	reassigned: m.shell_departed_reassigned,
	unassigned: m.shell_departed_unassigned,
	done_by_previous: m.shell_departed_done_by_previous,
	closed: m.shell_departed_closed,
	expired: m.shell_departed_expired,
	moved: m.shell_departed_moved
};

/** The sentence of a leave reason; a reason of a newer server says only that it left. */
export function departureText(reason: string, number: string): string {
	return (words[reason] ?? m.shell_departed_other)({ number: isolated(number) });
}
