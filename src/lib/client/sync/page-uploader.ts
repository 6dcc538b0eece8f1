/** The uploader of a page: the package that speaks tus is loaded with the first photo that goes. */
import type { PhotoUploader } from './ports';

export const pageUploader: PhotoUploader = {
	async upload(...photo) {
		const loaded = await import('./upload').catch(() => null);
		return loaded === null ? 'later' : loaded.tusUploader().upload(...photo);
	}
};
