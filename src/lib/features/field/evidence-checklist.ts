/**
 * What a finish needs and has, as the finish sheet shows it; the rule itself is the domain's.
 *
 * Photos that a finish names: every standing before photo of field work, and after and other photos
 * of this assignment, so that rework is proven by new ones. Newest twenty at most.
 */
import type { Category } from '$lib/domain/city/profile';
import { evidenceGap, evidenceNeedOf } from '$lib/domain/report/evidence';
import type { Outcome } from '$lib/domain/report/outcome';
import { standingPhotos, type Report, type ReportPhoto } from '$lib/domain/report/report';

const photosNamedMax = 20;

/** Outcomes an inspector can propose, in the order he meets them. */
export const fieldOutcomes = [
	'fixed',
	'nothing_found',
	'not_ours',
	'private_property',
	'duplicate',
	'cannot_fix'
] as const satisfies readonly Outcome[];
export type FieldOutcome = (typeof fieldOutcomes)[number];

export interface EvidenceRow {
	kind: 'before' | 'after' | 'photos' | 'text';
	needed: number;
	have: number;
	isMet: boolean;
}

/** The photos that a finish of this report names now. */
export function finishPhotos(report: Pick<Report, 'photos' | 'assignEpoch'>): ReportPhoto[] {
	return standingPhotos(report)
		.filter((photo) => photo.actorId !== null)
		.filter((photo) => photo.kind === 'before' || photo.epoch === report.assignEpoch)
		.slice(-photosNamedMax);
}

/** One row per thing the outcome asks for, met or not; nothing it does not ask for. */
export function evidenceChecklist(
	report: Pick<Report, 'photos' | 'assignEpoch'>,
	category: Category,
	finish: { outcome: Outcome; text: string | null }
): EvidenceRow[] {
	const need = evidenceNeedOf(category, finish.outcome);
	const photos = finishPhotos(report).map((photo) => photo.sha256);
	const gap = evidenceGap(report, category, {
		...{ ...finish, photos, epoch: report.assignEpoch },
		// Questions stand in a list of their own.
		answers: null
	});
	const rows: EvidenceRow[] = [
		row('before', need.before, gap?.before ?? 0),
		row('after', need.after, gap?.after ?? 0),
		// Said only where it asks for more than the two above do.
		row('photos', need.photos > need.before + need.after ? need.photos : 0, gap?.photos ?? 0),
		row('text', need.text ? 1 : 0, gap?.needsText ? 1 : 0)
	];
	return rows.filter(({ needed }) => needed > 0);
}

function row(kind: EvidenceRow['kind'], needed: number, lacking: number): EvidenceRow {
	return { kind, needed, have: needed - lacking, isMet: lacking === 0 };
}
