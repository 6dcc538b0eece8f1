/**
 * Other reports around this one: perhaps the same problem told twice. Those of the same category come
 * first, then the nearer ones. Beside what this device holds they are what the server has told of the
 * team; the device's own rows count where both know one.
 */
import type { TeamReport } from '$lib/client/state/team-nearby.svelte';
import { nearby, nearbyRadiusMetres, type Near } from '$lib/domain/geo/nearby';
import type { Report } from '$lib/domain/report/report';

/** What is shown of one; `isHere`: it can be opened on this device. */
export type NearReport = Pick<
	Report,
	'id' | 'number' | 'status' | 'categoryId' | 'lat' | 'lon' | 'receivedAt' | 'description'
> & { isHere: boolean };

/** As many as are looked through at a place. */
const maxShown = 8;

/** The other reports within the radius, of all that is known here; eight at most. */
export function nearbyReports(
	report: Report,
	all: readonly Report[],
	team: readonly TeamReport[] = []
): Near<NearReport>[] {
	const around = [
		...nearby(report, all, nearbyRadiusMetres).map((near) => placed(near, true)),
		...nearby(report, team, nearbyRadiusMetres).map((near) => placed(near, false))
	].filter(
		({ item }, at, each) =>
			item.id !== report.id && each.findIndex((other) => other.item.id === item.id) === at
	);
	const isSame = ({ item }: Near<NearReport>) => Number(item.categoryId === report.categoryId);
	return around
		.sort((one, other) => isSame(other) - isSame(one) || one.distanceMetres - other.distanceMetres)
		.slice(0, maxShown);
}

function placed({ item, distanceMetres }: Near<Report | TeamReport>, isHere: boolean) {
	const { id, number, status, categoryId, lat, lon, receivedAt, description } = item;
	return {
		item: { id, number, status, categoryId, lat, lon, receivedAt, description, isHere },
		distanceMetres
	};
}
