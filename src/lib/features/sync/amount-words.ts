/** Acts and photos in one phrase, as every screen counts unsent work: "3 acts, 2 photos". */
import type { Format } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';

/** The phrase; a kind that is absent is left out, and nothing at all is the empty string. */
export function amountWords(commands: number, photos: number, format: Format): string {
	const counted = (count: number) => ({ count, shown: format.number(count) });
	const acts = commands > 0 ? m.outbox_commands(counted(commands)) : '';
	const pictures = photos > 0 ? m.outbox_photos(counted(photos)) : '';
	if (acts === '' || pictures === '') return acts || pictures;
	return m.outbox_summary({ commands: acts, photos: pictures });
}
