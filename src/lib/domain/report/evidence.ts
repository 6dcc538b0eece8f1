/** What a finish must rest on, and what is still missing. */
import { answerGap, type Answer, type Asked } from '../checklist/answer';
import type { Category, EvidenceNeed } from '../city/profile';
import type { Outcome } from './outcome';
import { standingPhotos, type Report, type ReportPhoto } from './report';

const fixedNeed: EvidenceNeed = { before: 1, after: 1, photos: 2, text: false };
const otherNeed: EvidenceNeed = { before: 0, after: 0, photos: 1, text: true };

/** The evidence a category asks for an outcome; default: fixed needs before and after, others one photo and a text. */
export function evidenceNeedOf(category: Category, outcome: Outcome): EvidenceNeed {
	return category.evidence?.[outcome] ?? (outcome === 'fixed' ? fixedNeed : otherNeed);
}

export interface EvidenceGap {
	before: number;
	after: number;
	photos: number;
	needsText: boolean;
	/** Questions of the checklist that lack an answer, or have one that does not fit. */
	answers: readonly Asked[];
}

/** The parts of a finish that its evidence is judged by. */
export interface Proven {
	outcome: Outcome;
	text: string | null;
	photos: readonly string[];
	epoch: number;
	/** Null: written by a device that knew no checklists. */
	answers: readonly Answer[] | null;
}

/**
 * Counts what is missing, or null where nothing is. Only photos that the finish names count, and no
 * marked copies of them; the after photo must be of this assignment, so that rework is proven by a new one.
 */
export function evidenceGap(
	report: Pick<Report, 'photos'>,
	category: Category,
	finish: Proven
): EvidenceGap | null {
	const need = evidenceNeedOf(category, finish.outcome);
	const named = standingPhotos(report)
		.filter((photo) => finish.photos.includes(photo.sha256))
		.filter((photo) => photo.derivedFrom === undefined);
	const gap: EvidenceGap = {
		before: lacking(need.before, named, (photo) => photo.kind === 'before'),
		after: lacking(
			need.after,
			named,
			(photo) => photo.kind === 'after' && photo.epoch === finish.epoch
		),
		photos: lacking(need.photos, named, (photo) => photo.actorId !== null),
		needsText: need.text && (finish.text ?? '').trim() === '',
		answers: answerGap(category, { ...finish, photos: named.map(({ sha256 }) => sha256) })
	};
	const lacks = gap.before + gap.after + gap.photos + gap.answers.length;
	return lacks > 0 || gap.needsText ? gap : null;
}

function lacking(
	wanted: number,
	photos: readonly ReportPhoto[],
	counts: (photo: ReportPhoto) => boolean
): number {
	return Math.max(0, wanted - photos.filter(counts).length);
}

/** Photos an officer must wait for: declared and standing, not whole on the server. */
export function photosWaiting(report: Pick<Report, 'photos'>): readonly ReportPhoto[] {
	return standingPhotos(report).filter((photo) => photo.state !== 'stored');
}
