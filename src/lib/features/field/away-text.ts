/** How far away a report is and which way, or that the person stands there: no "0 m north". */
import type { CompassPoint } from '$lib/domain/geo/bearing';
import type { Format } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import { directionLabel } from '../report/labels';

/** What a good receiver is off by: nearer than this, a direction is chance. */
export const hereMetres = 15;

export function awayText(metres: number, direction: CompassPoint, shown: Format): string {
	if (metres < hereMetres) return m.field_here();
	return m.field_away({ distance: shown.distance(metres), direction: directionLabel(direction) });
}
