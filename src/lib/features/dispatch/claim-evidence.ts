/** Which photos speak for either side of a claim. Pure; photos that were taken again speak for none. */
import {
	standingPhotos,
	type Claim,
	type Report,
	type ReportPhoto
} from '$lib/domain/report/report';
import { standingOf } from './claim-choices';

type Side = Pick<Report, 'photos'>;

/** The photos of the late work: those its closing names, and the author's others of that assignment. */
export function lateEvidence(report: Side, claim: Claim): ReportPhoto[] {
	return evidenceOf(report, claim.photos, claim.actorId, claim.epoch);
}

/** The photos of what stands now: of the finish that counts, or of whoever has the report. */
export function standingEvidence(report: Report): ReportPhoto[] {
	const standing = standingOf(report);
	if (standing.kind === 'nobody') return [];
	return standing.kind === 'finish'
		? evidenceOf(report, standing.finish.photos, standing.actorId, standing.finish.epoch)
		: evidenceOf(report, [], standing.actorId, standing.assignment.epoch);
}

function evidenceOf(
	report: Side,
	named: readonly string[],
	actorId: string,
	epoch: number
): ReportPhoto[] {
	return standingPhotos(report).filter(
		(photo) => named.includes(photo.sha256) || (photo.actorId === actorId && photo.epoch === epoch)
	);
}
