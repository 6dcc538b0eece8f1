/**
 * What a person fills in about something found on the way, and the command that it becomes.
 *
 * 1. Category, place inside the city, and words or a photo are needed; everything else may be left out.
 * 2. The first photo travels in the same act as the report, so that neither is saved without the other.
 */
import type { CameraPhoto } from '$lib/client/camera/photo';
import type { Policy } from '$lib/domain/report/decision';
import type { Intent } from '$lib/domain/report/command';
import type { GeoPoint } from '$lib/domain/geo/point';
import { photoIntent } from '../field/photo-intent';

export interface FoundPlace extends GeoPoint {
	/** Of the own position; null where the map was moved under the crosshair. */
	accuracyMetres: number | null;
}

export interface Found {
	categoryId: string | null;
	place: FoundPlace | null;
	description: string;
	landmark: string;
	takesIt: boolean;
	photos: readonly CameraPhoto[];
}

/** Held in memory until the report is saved. */
export const maxFoundPhotos = 4;

export const nothingFound: Found = {
	categoryId: null,
	place: null,
	description: '',
	landmark: '',
	takesIt: false,
	photos: []
};

/** In the order in which the form asks. */
const foundGaps = ['category', 'place', 'outside', 'words'] as const;
export type FoundGap = (typeof foundGaps)[number];

/** What is still missing before it can be registered. */
export function gapsOf(found: Found, policy: Pick<Policy, 'areaOf'> | undefined): FoundGap[] {
	const { categoryId, place, description, photos } = found;
	const isOutside = place !== null && policy !== undefined && policy.areaOf(place) === null;
	const holds: Readonly<Record<FoundGap, boolean>> = {
		category: categoryId === null,
		place: place === null,
		outside: isOutside,
		words: description.trim() === '' && photos.length === 0
	};
	return foundGaps.filter((gap) => holds[gap]);
}

/** Whether a reload would lose something that somebody has filled in. */
export function isBegun({ categoryId, description, landmark, photos }: Found): boolean {
	const texts = `${description}${landmark}`.trim();
	return categoryId !== null || texts !== '' || photos.length > 0;
}

/** The command that begins the report under this id; null while category or place are missing. */
export function registerIntent(reportId: string, found: Found): Intent | null {
	const { categoryId, place, description, landmark, takesIt } = found;
	if (categoryId === null || place === null) return null;
	const { lat, lon, accuracyMetres } = place;
	const words = { description: description.trim(), landmark: landmark.trim() || null };
	const args = { categoryId, lat, lon, accuracyMetres, ...words, takesIt };
	return { type: 'register', reportId, args };
}

/** Who repairs it himself has photographed how it was; else it is what the report came with. */
export function foundPhotoIntent(reportId: string, photo: CameraPhoto, found: Found): Intent {
	return photoIntent(reportId, photo, found.takesIt ? 'before' : 'reporter', null);
}
