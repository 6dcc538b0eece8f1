/**
 * How long the finished visit lasted at the place, and how far from it the inspector stood. Pure.
 *
 * 1. From the arrival, or from the start where no arrival was recorded; never longer than the visit.
 * 2. Only times of the assignment under which it was finished count: another one's are no evidence.
 */
import type { Report } from '$lib/domain/report/report';

export interface Visit {
	/** Milliseconds; null where nothing of it was recorded. */
	durationMs: number | null;
	from: 'arrived' | 'started' | null;
	distanceMetres: number | null;
	accuracyMetres: number | null;
	/** What the inspector said about being away. */
	remark: string | null;
}

/** The visit that ended with the finish that stands; null while there is none. */
export function visitOf({
	finish,
	assignment
}: Pick<Report, 'finish' | 'assignment'>): Visit | null {
	if (finish === null) return null;
	const own = assignment?.epoch === finish.epoch ? assignment : null;
	const arrivedAt = own?.arrivedAt ?? null;
	const beganAt = arrivedAt ?? own?.startedAt ?? null;
	const isWhole = beganAt !== null && beganAt <= finish.at;
	return {
		durationMs: isWhole ? finish.at - beganAt : null,
		from: isWhole ? (arrivedAt === null ? 'started' : 'arrived') : null,
		distanceMetres: finish.onSite?.distanceMetres ?? null,
		accuracyMetres: finish.onSite?.accuracyMetres ?? null,
		remark: finish.onSite?.remark ?? null
	};
}
