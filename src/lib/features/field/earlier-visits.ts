/**
 * Who was at the place under earlier assignments, as the report itself tells it: photos, closings
 * and late work, gathered by person and assignment, latest first. Works offline; the whole story
 * stands in the history.
 */
import type { Outcome } from '$lib/domain/report/outcome';
import { standingPhotos, type Report, type ReportPhoto } from '$lib/domain/report/report';

export interface Visit {
	actorId: string;
	/** Assignment epoch. */
	epoch: number;
	/** The last sign of it, ms. */
	at: number;
	outcome: Outcome | null;
	text: string | null;
	photos: readonly ReportPhoto[];
}

type Sign = Pick<Visit, 'actorId' | 'epoch' | 'at'> & Partial<Visit>;

/** Visits before the assignment that stands now. */
export function earlierVisits(
	report: Pick<Report, 'assignEpoch' | 'photos' | 'finish' | 'claims'>
): Visit[] {
	const visits = new Map<string, Visit>();
	for (const sign of signsOf(report)) {
		if (sign.epoch >= report.assignEpoch) continue;
		const key = `${sign.epoch} ${sign.actorId}`;
		visits.set(key, joined(visits.get(key), sign));
	}
	return [...visits.values()].sort((one, other) => other.at - one.at);
}

function signsOf({ photos, finish, claims }: Parameters<typeof earlierVisits>[0]): Sign[] {
	const taken = standingPhotos({ photos }).flatMap((photo): Sign[] => {
		const { actorId, epoch, takenAt: at } = photo;
		return actorId === null ? [] : [{ actorId, epoch, at, photos: [photo] }];
	});
	const closings = [...claims.filter(({ state }) => state !== 'withdrawn'), finish].flatMap(
		(closing): Sign[] => {
			if (closing === null) return [];
			const { actorId, epoch, at, outcome, text } = closing;
			return [{ actorId, epoch, at, outcome, text }];
		}
	);
	return [...taken, ...closings];
}

function joined(visit: Visit | undefined, sign: Sign): Visit {
	const { actorId, epoch } = sign;
	return {
		...{ actorId, epoch },
		at: Math.max(visit?.at ?? 0, sign.at),
		outcome: sign.outcome ?? visit?.outcome ?? null,
		text: sign.text ?? visit?.text ?? null,
		photos: [...(visit?.photos ?? []), ...(sign.photos ?? [])]
	};
}
