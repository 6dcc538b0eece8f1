/** What the endpoints need beside the application itself: sign-in, and photos on disk. */
import type { ServerApp } from './app';
import { openAuth, type Auth } from './auth/open-auth';
import { openPhotoUploads, type PhotoUploads } from './media/photo-uploads';
import { photoFiles, type PhotoFiles } from './media/photo-files';
import { rateLimit, type RateLimit } from './rate-limit';
import { declaredPhoto } from './usecases/declared-photo';

export interface Edge {
	auth: Auth;
	photos: PhotoFiles;
	uploads: PhotoUploads;
	limits: Limits;
}

/** Stated limits of lanes that loop when a device is defective. */
export interface Limits {
	/** Batches handed in without a session: per replica, and per address. */
	escrow: RateLimit;
	escrowAddress: RateLimit;
	/** Requests about photos that show a signature instead of a session, per address. */
	signedAddress: RateLimit;
	/** Photos begun by one person. */
	photos: RateLimit;
	/** What one person tells of shifts. */
	shifts: RateLimit;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const escrowPerMinute = 60;
const escrowPerMinuteAndAddress = 300;
const signedPerMinuteAndAddress = 1_200;
export const photosPerDay = 1_000;
/** A trail of weeks is told in pieces of 200 points, one after the other. */
export const shiftsPerMinute = 60;

/** Opens sign-in and photos over an open application, by its settings. */
export function openEdge(app: ServerApp): Edge {
	const { secret, origin, dataDir } = app.settings;
	const photos = photoFiles(dataDir);
	const limits: Limits = {
		escrow: rateLimit(escrowPerMinute, minuteMs, app.now),
		escrowAddress: rateLimit(escrowPerMinuteAndAddress, minuteMs, app.now),
		signedAddress: rateLimit(signedPerMinuteAndAddress, minuteMs, app.now),
		photos: rateLimit(photosPerDay, dayMs, app.now),
		shifts: rateLimit(shiftsPerMinute, minuteMs, app.now)
	};
	return {
		auth: openAuth(app.db, { secret, origin, now: app.now }),
		photos,
		limits,
		uploads: openPhotoUploads({
			files: photos,
			declared: (sha256, personId) => declaredPhoto(app.db, sha256, personId),
			markStored: app.markPhotoStored,
			markCorrupt: app.markPhotoCorrupt
		})
	};
}
