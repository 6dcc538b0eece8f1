/** How a device stands, in words: its clock against the server's, and its room in photos. Pure. */
import type { Format } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';

/** From here on times that people read from this device mislead them. */
const clockWarnMs = 2 * 60_000;
/** From here on the exact figure helps nobody. */
const plentyPhotos = 1000;

/** Which way the clock is wrong by more than two minutes, by server minus device; null: it is not. */
export function clockFault(skewMs: number | null): 'fast' | 'slow' | null {
	if (skewMs === null || Math.abs(skewMs) <= clockWarnMs) return null;
	return skewMs < 0 ? 'fast' : 'slow';
}

/** The clock in words: right, by how much it is wrong, or not compared yet. */
export function clockWords(skewMs: number | null, format: Format): string {
	if (skewMs === null) return m.settings_clock_unknown();
	const by = format.duration(Math.abs(skewMs));
	switch (clockFault(skewMs)) {
		case 'fast':
			return m.settings_clock_fast({ by });
		case 'slow':
			return m.settings_clock_slow({ by });
		case null:
			return m.settings_clock_right();
	}
}

/** How many more photos fit, in words. */
export function roomWords(photosLeft: number, format: Format): string {
	return photosLeft > plentyPhotos
		? m.settings_room_plenty({ shown: format.number(plentyPhotos) })
		: m.settings_room({ count: photosLeft, shown: format.number(photosLeft) });
}
