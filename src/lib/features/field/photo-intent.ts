import type { CameraPhoto } from '$lib/client/camera/photo';
import type { Intent } from '$lib/domain/report/command';
import type { PhotoKind } from '$lib/domain/report/report';

/**
 * The intent that declares a photo of a kind; `replaces` is the hash of the one it is taken again
 * for, `derivedFrom` that of the one it is a marked copy of.
 */
export function photoIntent(
	reportId: string,
	photo: CameraPhoto,
	kind: PhotoKind,
	replaces: string | null,
	derivedFrom?: string
): Intent {
	const { sha256, bytes, width, height, takenAt, place, source } = photo;
	return {
		type: 'addPhoto',
		reportId,
		args: {
			kind,
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
