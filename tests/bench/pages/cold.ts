/**
 * The bare side of a cold start: the least code that shows the nearest 50 jobs of this device without
 * a network. The same database, read by the browser's own calls; the position is asked for meanwhile.
 * With `?near` it reads what lies near only, by the index that our first view has, once it knows where.
 */
import { blockAround } from '$lib/client/db/cells';
import { distanceMetres } from '$lib/domain/geo/distance';
import type { GeoPoint } from '$lib/domain/geo/point';
import type { Category } from '$lib/domain/city/profile';
import type { Report } from '$lib/domain/report/report';

const shown = 50;

const { person }: { person: { id: string } } = JSON.parse(
	localStorage.getItem('maydan.session') ?? 'null'
);
void navigator.serviceWorker.register('./cold-worker.js');
void showNearest();

async function showNearest(): Promise<void> {
	const place = here();
	const isNear = location.search === '?near';
	const { reports, categories } = await read(isNear ? await place : null);
	const position = await place;
	const names = new Map(categories.map(({ id, body }) => [id, body.name.ar]));
	const nearest = reports
		.map(({ body }) => body)
		.filter(({ assignment }) => assignment?.assigneeId === person.id)
		.map((report) => ({ report, metres: distanceMetres(position, report) }))
		.sort((one, other) => one.metres - other.metres)
		.slice(0, shown);
	const rows = nearest.map(({ report, metres }) => rowOf(report, metres, names));
	document.querySelector('ul')?.replaceChildren(...rows);
}

function rowOf(report: Report, metres: number, names: ReadonlyMap<string, string>): HTMLElement {
	const row = document.createElement('li');
	row.dataset.report = report.id;
	const link = document.createElement('a');
	link.href = `/field/${report.number}`;
	const facts = [names.get(report.categoryId), report.addressText, report.status, report.number];
	link.textContent = [...facts, `${Math.round(metres)} m`].join(' · ');
	row.append(link);
	return row;
}

function here(): Promise<GeoPoint> {
	return new Promise((resolve, reject) => {
		const take = ({ coords }: GeolocationPosition) =>
			resolve({ lat: coords.latitude, lon: coords.longitude });
		navigator.geolocation.getCurrentPosition(take, reject, { enableHighAccuracy: true });
	});
}

interface Kept<T> {
	id: string;
	body: T;
}

async function read(
	near: GeoPoint | null
): Promise<{ reports: Kept<Report>[]; categories: Kept<Category>[] }> {
	const db = await answerOf(indexedDB.open(`maydan-cache-${person.id}`));
	const reading = db.transaction(['reports', 'refs']);
	const ofKind = IDBKeyRange.bound(['category'], ['category', []]);
	const [reports, categories] = await Promise.all([
		near === null
			? answerOf<Kept<Report>[]>(reading.objectStore('reports').getAll())
			: readNear(reading.objectStore('reports').index('cell'), near),
		answerOf<Kept<Category>[]>(reading.objectStore('refs').getAll(ofKind))
	]);
	return { reports, categories };
}

async function readNear(cells: IDBIndex, near: GeoPoint): Promise<Kept<Report>[]> {
	for (let rings = 1; ; rings *= 2) {
		const { ranges, reachMetres } = blockAround(near, rings) ?? { ranges: [], reachMetres: 0 };
		const found = await Promise.all(
			ranges.map(([first, last]) =>
				answerOf<Kept<Report>[]>(cells.getAll(IDBKeyRange.bound(first, last)))
			)
		);
		const within = found.flat().filter(({ body }) => distanceMetres(near, body) <= reachMetres);
		if (within.length >= shown || ranges.length === 0) return within;
	}
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () =>
			reject(new Error('The database did not answer', { cause: request.error }));
	});
}
