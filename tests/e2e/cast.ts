/**
 * Who plays with which reports where several people act at once: the demo decides, and what other
 * stories on the same server have left of it.
 */
import type { Report } from '../../src/lib/domain/report/report';
import { officeOf, type Office } from './office.ts';

export interface Cast {
	/** Whose tablet it is: who has finished most, so that an officer decides on that work. */
	hands: { userName: string; name: string };
	/** Numbers of what this inspector has finished, all photos there; three at least. */
	finished: string[];
	/** Numbers of five plain reports that nobody has, and that call nobody out. */
	free: string[];
}

const freeCount = 5;

/** Chooses among the reports of the first supervisor's team. */
export async function castOf(url: string): Promise<Cast> {
	const office = await officeOf(url, 'supervisor1');
	const [people, reports] = await Promise.all([office.people(), office.reports()]);
	const [most] = [...Map.groupBy(reports.filter(isProven), ({ finish }) => finish?.actorId)].sort(
		([, some], [, more]) => more.length - some.length
	);
	const person = people.find(({ id }) => id === most?.[0]);
	if (most === undefined || person === undefined || most[1].length < 3)
		throw new Error('Nobody of the team has finished three reports');
	const free = await freed(office, reports, person.id);
	await office.leave();
	const hands = { userName: person.userName, name: person.name.en };
	return { hands, finished: most[1].map(({ number }) => number), free };
}

const isProven = ({ status, photos }: Report) =>
	status === 'done' && photos.every(({ state }) => state === 'stored');

/** Where the demo has too few that nobody has, others lose theirs. */
async function freed(
	office: Office,
	reports: readonly Report[],
	handsId: string
): Promise<string[]> {
	const plain = reports.filter(
		({ priority, categoryId }) => priority === 'normal' && categoryId !== 'other'
	);
	const unassigned = plain.filter(({ status }) => status === 'received').slice(0, freeCount);
	const taken = plain.filter(
		({ status, assignment }) => status === 'assigned' && assignment?.assigneeId !== handsId
	);
	const more = taken.slice(0, freeCount - unassigned.length);
	for (const { number } of more) await office.act(number, 'unassign', {});
	return [...unassigned, ...more].map(({ number }) => number);
}
