import { personHeader } from '$lib/protocol/session';
import type { PhotoUploader } from './ports';

/** An uploader in the name of one person: the server takes the bytes for nobody else. */
export function uploaderOf(personId: string, uploader: PhotoUploader): PhotoUploader {
	return {
		upload: (photo, read, onProgress, signal, headers = {}) =>
			uploader.upload(photo, read, onProgress, signal, { ...headers, [personHeader]: personId })
	};
}
