/**
 * The on-site evidence of an act, and the question that is asked before finishing when the person
 * seems far away or cannot be located. The rule itself is the domain's.
 */
import type { Fix, Presence } from '$lib/domain/geo/on-site';
import type { OnSite, Report } from '$lib/domain/report/report';
import type { Format } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';

/**
 * Where the person has been: what the receiver knows, and the places of the photos of this assignment,
 * which are still known after a restart.
 */
export function fixesOf(
	{ photos, assignEpoch }: Pick<Report, 'photos' | 'assignEpoch'>,
	personId: string,
	watched: readonly Fix[]
): readonly Fix[] {
	const own = photos.filter(({ actorId, epoch }) => actorId === personId && epoch === assignEpoch);
	return [...watched, ...own.flatMap(({ place }) => place ?? [])];
}

/** Where the place is not known, the person says why; where he is far away, he may. */
export function isReasonNeeded(presence: Presence | null): boolean {
	return presence === null || !presence.isReliable;
}

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
	if (!presence.isReliable) {
		return m.camera_site_vague({ accuracy: plusMinus(format.distance(presence.accuracyMetres)) });
	}
	return m.field_on_site_far({
		distance: format.distance(presence.measuredMetres),
		accuracy: plusMinus(format.distance(presence.accuracyMetres))
	});
}

/** The sign stays before its figure in both directions of reading: both are isolated together. */
function plusMinus(distance: string): string {
	return distance.replace(/^\p{Nd}[\p{Nd}.,٫٬]*/u, '\u2066±$&\u2069');
}
