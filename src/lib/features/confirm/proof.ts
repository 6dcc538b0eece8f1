/**
 * Which photos prove the finish that an officer judges. Pure.
 *
 * 1. The proof belongs to the finish that stands: photos it names, and its author's of that
 *    assignment. Late work that was kept beside it is shown, never as the proof.
 * 2. Every standing photo has a place: what is not the proof stands among the others.
 * 3. The newest of its kind counts: rework is proven by a new photo.
 */
import {
	standingPhotos,
	type Finish,
	type Report,
	type ReportPhoto
} from '$lib/domain/report/report';

export interface Proof {
	before: ReportPhoto | undefined;
	after: ReportPhoto | undefined;
	others: readonly ReportPhoto[];
}

/** Before and after of the finish, and every other photo of the report. */
export function proofOf({ photos, finish }: Pick<Report, 'photos' | 'finish'>): Proof {
	const standing = standingPhotos({ photos });
	const own = finish === null ? standing : standing.filter((photo) => speaksFor(photo, finish));
	const newest = (kind: ReportPhoto['kind']) =>
		own.filter((photo) => photo.kind === kind).toSorted((a, b) => b.takenAt - a.takenAt)[0];
	const [before, after] = [newest('before'), newest('after')];
	return { before, after, others: standing.filter((photo) => photo !== before && photo !== after) };
}

function speaksFor({ sha256, actorId, epoch }: ReportPhoto, finish: Finish): boolean {
	return finish.photos.includes(sha256) || (actorId === finish.actorId && epoch === finish.epoch);
}
