/**
 * The on-site evidence of an act, and the question that is asked before finishing when the person
 * seems far away or cannot be located. The rule itself is the domain's.
 */
import type { Presence } from '$lib/domain/geo/on-site';
import type { OnSite } from '$lib/domain/report/report';
import type { Format } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';

/** What a command keeps of it: whole metres, error taken off; nulls where nothing is known. */
export function onSiteEvidence(presence: Presence | null, remark: string | null): OnSite {
	return {
		distanceMetres: presence && Math.round(presence.distanceMetres),
		accuracyMetres: presence && Math.round(presence.accuracyMetres),
		remark
	};
}

/** What to ask before recording; null where the person is at the place. */
export function onSiteQuestion(presence: Presence | null, format: Format): string | null {
	if (presence === null) return m.field_on_site_unknown();
	if (presence.isOnSite) return null;
	return m.field_on_site_far({
		distance: format.distance(presence.measuredMetres),
		accuracy: plusMinus(format.distance(presence.accuracyMetres))
	});
}

/** The sign stays before its figure in both directions of reading: both are isolated together. */
function plusMinus(distance: string): string {
	return distance.replace(/^\p{Nd}[\p{Nd}.,٫٬]*/u, '\u2066±$&\u2069');
}
