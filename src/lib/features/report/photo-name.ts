/** What a photo is called, and what else must be said of it wherever it is shown. */
import type { ReportPhoto } from '$lib/domain/report/report';
import { m } from '$lib/i18n/paraglide/messages';
import type { Icon } from '$lib/ui/icon';
import Columns2 from '@lucide/svelte/icons/columns-2';
import Images from '@lucide/svelte/icons/images';
import { photoKindLabel } from './labels';

type Named = Pick<ReportPhoto, 'kind' | 'derivedFrom'>;

/** Before, after ...; a copy that somebody drew on is never called what its original is. */
export const photoName = ({ kind, derivedFrom }: Named): string =>
	derivedFrom === undefined ? photoKindLabel(kind) : m.camera_marked_copy();

export interface PhotoTag {
	text: string;
	icon: Icon;
}

/** From the gallery and not from the camera of this app; the one that is compared, of several. */
export function photoTags(
	{ source, actorId, derivedFrom }: Pick<ReportPhoto, 'source' | 'actorId' | 'derivedFrom'>,
	isLeading: boolean
): PhotoTag[] {
	// What came with the report was always a file: that is no news.
	const isFromGallery = source === 'file' && actorId !== null && derivedFrom === undefined;
	return [
		...(isFromGallery ? [{ text: m.camera_from_gallery(), icon: Images }] : []),
		...(isLeading ? [{ text: m.camera_compared(), icon: Columns2 }] : [])
	];
}
