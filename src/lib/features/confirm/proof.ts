/**
 * Which photos prove the finish that an officer judges. Pure.
 *
 * 1. The proof belongs to the finish that stands: photos it names, and its author's of that
 *    assignment. Late work that was kept beside it is shown, never as the proof.
 * 2. Every standing photo has a place: what is not the proof stands among the others.
 * 3. Of several of a kind the last counts, in the order that the inspector gave them: rework is proven
 *    by a new photo. What was taken after the finish comes after all that it names.
 * 4. A marked copy is never the proof; it stands beside its original, among the others.
 */
import {
	standingPhotos,
	type Finish,
	type Report,
	type ReportPhoto
} from '$lib/domain/report/report';
import { leading } from '../report/photo-order';

/** Two photos beside each other, or one over the other. */
export type ProofLook = 'beside' | 'over';

export interface Proof {
	before: ReportPhoto | undefined;
	after: ReportPhoto | undefined;
	others: readonly ReportPhoto[];
}

/** Before and after of the finish, and every other photo of the report. */
export function proofOf({ photos, finish }: Pick<Report, 'photos' | 'finish'>): Proof {
	const standing = standingPhotos({ photos });
	const own = finish === null ? standing : standing.filter((photo) => speaksFor(photo, finish));
	const order = finish?.photos ?? [];
	const [before, after] = (['before', 'after'] as const).map((kind) =>
		leading(
			own.filter((photo) => photo.kind === kind),
			order
		)
	);
	return { before, after, others: standing.filter((photo) => photo !== before && photo !== after) };
}

function speaksFor({ sha256, actorId, epoch }: ReportPhoto, finish: Finish): boolean {
	return finish.photos.includes(sha256) || (actorId === finish.actorId && epoch === finish.epoch);
}
