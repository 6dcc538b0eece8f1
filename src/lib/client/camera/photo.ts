import type { Place, ReportPhoto } from '$lib/domain/report/report';
import type { TakenPhoto } from '../device';

/** A photo with what the app recorded at the shutter; `takenAt` is ms since the epoch. */
export interface CameraPhoto extends TakenPhoto {
	takenAt: number;
	place: Place | null;
	source: ReportPhoto['source'];
}
