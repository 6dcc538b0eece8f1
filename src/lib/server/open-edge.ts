/** What the endpoints need beside the application itself: sign-in, and photos on disk. */
import type { ServerApp } from './app';
import { openAuth, type Auth } from './auth/open-auth';
import { openPhotoUploads, type PhotoUploads } from './media/photo-uploads';
import { photoFiles, type PhotoFiles } from './media/photo-files';
import { declaredPhoto } from './usecases/declared-photo';

export interface Edge {
	auth: Auth;
	photos: PhotoFiles;
	uploads: PhotoUploads;
}

/** Opens sign-in and photos over an open application, by its settings. */
export function openEdge(app: ServerApp): Edge {
	const { secret, origin, dataDir } = app.settings;
	const photos = photoFiles(dataDir);
	return {
		auth: openAuth(app.db, { secret, origin, now: app.now }),
		photos,
		uploads: openPhotoUploads({
			files: photos,
			declared: (sha256, personId) => declaredPhoto(app.db, sha256, personId),
			markStored: app.markPhotoStored,
			markCorrupt: app.markPhotoCorrupt
		})
	};
}
