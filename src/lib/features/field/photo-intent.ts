import type { CameraPhoto } from '$lib/client/camera/photo';
import type { Intent } from '$lib/domain/report/command';

/**
 * The intent that declares a photo for a slot; `replaces` is the hash of the one it is taken again
 * for, `derivedFrom` that of the one it is a marked copy of.
 */
export function photoIntent(
	reportId: string,
	photo: CameraPhoto,
	slot: 'before' | 'after' | 'other',
	replaces: string | null,
	derivedFrom?: string
): Intent {
	const { sha256, bytes, width, height, takenAt, place, source } = photo;
	return {
		type: 'addPhoto',
		reportId,
		args: {
			kind: slot,
			sha256,
			size: bytes.byteLength,
			mime: 'image/jpeg',
			width,
			height,
			takenAt: Math.round(takenAt),
			place,
			source,
			replaces,
			...(derivedFrom === undefined ? {} : { derivedFrom })
		}
	};
}
