/** How many photos of a report are here, and since when the others are waited for, in words. */
import type { Format } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import type { PhotoTally } from './queue';

/** "2 of 3 photos, waiting since 10:12"; without the wait where all are here. */
export function photosText(
	{ stored, declared, waitingSinceAt }: PhotoTally,
	words: Format
): string {
	const counts = {
		count: declared,
		stored: words.number(stored),
		declared: words.number(declared)
	};
	return waitingSinceAt === null
		? m.confirm_photos_of(counts)
		: m.confirm_photos_since({ ...counts, when: words.dateTime(waitingSinceAt) });
}
