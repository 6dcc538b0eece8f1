/** What a change of a report means to the people in the field: work that has come, or was taken away. Pure. */
import { statusTable } from '$lib/domain/report/lifecycle';
import type { Report } from '$lib/domain/report/report';
import type { NewsKind } from '$lib/protocol/push';

export interface News {
	personId: string;
	kind: NewsKind;
	reportId: string;
	reportNumber: string;
}

type Fields = Pick<Report, 'id' | 'number' | 'status' | 'priority' | 'assignment'>;

/** News of one change, none to whoever made it. */
export function newsOf(before: Fields, after: Fields, actorId: string): News[] {
	const [had, has] = [holderOf(before), holderOf(after)];
	const report = { reportId: after.id, reportNumber: after.number };
	const news: News[] = [];
	if (had !== null && had !== has) news.push({ ...report, personId: had, kind: 'withdrawn' });
	const isNew =
		has !== null && (had !== has || before.assignment?.epoch !== after.assignment?.epoch);
	const isRaised = isUrgent(after) && !isUrgent(before);
	if (has !== null && (isNew || isRaised)) {
		news.push({ ...report, personId: has, kind: isUrgent(after) ? 'urgent' : 'assigned' });
	}
	return news.filter(({ personId }) => personId !== actorId);
}

/** Whose work it is now; null where it is nobody's in the field. */
function holderOf({ status, assignment }: Fields): string | null {
	return statusTable[status].isFieldWork ? (assignment?.assigneeId ?? null) : null;
}

const isUrgent = ({ priority }: Fields) => priority === 'urgent';
