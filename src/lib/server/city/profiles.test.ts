import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Category } from '$lib/domain/city/profile';
import { route } from '$lib/domain/dispatch/route';
import { createAreaFinder } from '$lib/domain/geo/area-of-point';
import { isWithinArea } from '$lib/domain/geo/area-path';
import type { GeoPoint } from '$lib/domain/geo/point';
import { workingClock } from '$lib/domain/time/working-calendar';
import { loadProfile, profileNames } from './load-profile';
import type { DemoPlace } from './demo';
import type { ImportMapping } from './mapping';

const icons =
	'droplets bug trash-2 sparkles construction lamp building-2 trees store utensils car cloud-rain parking beef circle-help volume-2 road landmark'.split(
		' '
	);
const metresPerDegree = 111_195;

/** Eight points on the rim of a place. */
function rim({ lat, lon, radiusMetres }: DemoPlace): GeoPoint[] {
	const reach = radiusMetres / metresPerDegree;
	return [0, 1, 2, 3, 4, 5, 6, 7].map((eighth) => {
		const angle = (eighth * Math.PI) / 4;
		return {
			lat: lat + reach * Math.cos(angle),
			lon: lon + (reach * Math.sin(angle)) / Math.cos((lat * Math.PI) / 180)
		};
	});
}

describe.each(profileNames())('city profile %s', (name) => {
	const { profile, areas, basemap, demo } = loadProfile(name);
	const leaves = profile.areas.filter(
		({ path }) => !profile.areas.some((a) => a.path !== path && isWithinArea(a.path, path))
	);
	const find = createAreaFinder(areas.features, 0);
	const clock = workingClock(profile.calendar);
	const teamOf = (areaPath: string, category: Category) => {
		const told = { channelId: '', priority: category.priority, receivedAt: 0 };
		return route({ areaPath, category, ...told }, profile.routing, clock).teamId;
	};

	it('labels each area inside its own polygon', () => {
		expect(leaves.map(({ label }) => find(label))).toEqual(leaves.map(({ path }) => path));
	});

	it('brings every named category in every area to a team; "other" may wait in the duty queue', () => {
		const lost = leaves.flatMap(({ path }) =>
			profile.categories
				.filter(({ isOther }) => !isOther)
				.filter((category) => teamOf(path, category) === null)
				.map(({ id }) => `${id} in ${path}`)
		);
		expect(lost).toEqual([]);
	});

	it('gives every team something to do', () => {
		const busy = leaves.flatMap(({ path }) =>
			profile.categories.map((category) => teamOf(path, category))
		);
		expect(profile.teams.filter(({ id }) => !busy.includes(id))).toEqual([]);
	});

	it('uses only icons that the interface knows and targets that grow', () => {
		for (const { id, icon, targets } of profile.categories) {
			expect(icons, id).toContain(icon);
			expect(targets.acknowledge, id).toBeGreaterThan(0);
			expect(targets.firstVisit, id).toBeGreaterThanOrEqual(targets.acknowledge);
			expect(targets.resolve, id).toBeGreaterThanOrEqual(targets.firstVisit);
		}
	});

	it('asks few and short questions, of which one at most must be answered', () => {
		for (const { id, checklist = [] } of profile.categories) {
			expect(checklist.length, id).toBeLessThanOrEqual(7);
			expect(checklist.filter(({ required }) => required).length, id).toBeLessThanOrEqual(1);
			for (const { text } of checklist) {
				expect(text.ar.length, `${id}: ${text.ar}`).toBeLessThanOrEqual(40);
				expect(text.en.length, `${id}: ${text.en}`).toBeLessThanOrEqual(45);
			}
		}
	});

	it('works on an ordinary week and rests on its holidays', () => {
		const clock = workingClock(profile.calendar);
		const days = profile.calendar.holidays.map(({ date }) => Date.parse(`${date}T12:00Z`));
		for (const noon of days) {
			const midnight = clock.addWorking(noon, 1);
			expect(clock.localDay(midnight)).not.toBe(clock.localDay(noon));
		}
	});

	it('draws land, sea and every wilayat or district by name', () => {
		const kinds = basemap.features.map(({ properties }) => properties.kind);
		expect(kinds).toContain('land');
		expect(kinds).toContain('sea');
		expect(kinds.filter((kind) => kind === 'wilayat')).toHaveLength(leaves.length);
		for (const { properties, geometry } of basemap.features) {
			if (geometry.type === 'Point') expect(properties.name).toBeDefined();
		}
	});

	it('staffs every team and directorate of its demo', () => {
		const people = demo?.people ?? [];
		const of = (role: string) => people.filter((person) => person.role === role);
		expect(of('inspector')).toHaveLength(40);
		expect(of('supervisor')).toHaveLength(8);
		expect(of('directorate')).toHaveLength(5);
		for (const { id } of profile.teams) {
			expect(
				of('inspector').some(({ teamId }) => teamId === id),
				id
			).toBe(true);
			expect(
				of('supervisor').some(({ teamId }) => teamId === id),
				id
			).toBe(true);
		}
		for (const { id } of profile.directorates) {
			expect(
				of('directorate').some(({ directorateId }) => directorateId === id),
				id
			).toBe(true);
		}
	});
});

describe('the demo of Muscat', () => {
	const { profile, areas, demo } = loadProfile('muscat');
	const reports = demo?.reports;
	const find = createAreaFinder(areas.features, 0);

	it('keeps every place and its rim on land, in its wilayat', () => {
		const strays = (reports?.areas ?? []).flatMap(({ path, places }) =>
			places
				.filter((place) => [place, ...rim(place)].some((point) => find(point) !== path))
				.map(({ name }) => `${name.en} in ${path}`)
		);
		expect(strays).toEqual([]);
	});

	it('has at least eight Arabic descriptions for each category, none twice', () => {
		const categories = reports?.categories ?? [];
		expect(categories.map(({ id }) => id).sort()).toEqual(
			profile.categories.map(({ id }) => id).sort()
		);
		for (const { id, descriptions } of categories) {
			expect(descriptions.ar.length, id).toBeGreaterThanOrEqual(8);
		}
		const all = categories.flatMap(({ descriptions }) => descriptions.ar);
		expect(new Set(all).size).toBe(all.length);
	});

	it('uses known slots only, with no letter glued before an article', () => {
		for (const { id, descriptions } of reports?.categories ?? []) {
			for (const text of [...descriptions.ar, ...descriptions.en]) {
				const slots = [...text.matchAll(/\{(\w*)\}/g)].map(([, slot]) => slot);
				expect(['place', 'landmark', 'duration'], id).toEqual(expect.arrayContaining(slots));
				expect(text, id).not.toMatch(/(^|\s)[لبك]ـ?\{/);
			}
		}
	});

	it('explains only reasons that the lists know', () => {
		const codes = (list: keyof typeof profile.reasons) =>
			profile.reasons[list].map(({ code }) => code).sort();
		expect(Object.keys(reports?.holdTexts ?? {}).sort()).toEqual(codes('hold'));
		expect(Object.keys(reports?.returnTexts ?? {}).sort()).toEqual(codes('return'));
		expect(Object.keys(reports?.declineTexts ?? {}).sort()).toEqual(codes('decline'));
		expect(Object.keys(reports?.reopenTexts ?? {}).sort()).toEqual(codes('reopen'));
	});
});

describe('import mappings', () => {
	/** Real exports are too large to keep here; who has them names their folder. */
	const samples = process.env.MAYDAN_SAMPLES ?? '';
	const exports = [
		['san-francisco', 'sf311', join(samples, 'sf311/sf311_cases_2008-2016.csv.gz')],
		['new-york', 'nyc311', join(samples, 'nyc311_sample/nyc311_2018_1000.csv')]
	] as const;

	it.each(exports)('fit their profile: %s, %s', (city, name) => {
		expect(loadProfile(city).mapping(name).id).toBe(name);
	});

	const namedColumns = ({ columns, category }: ImportMapping) => [
		...Object.values(columns).flat(),
		...category.rules.map(({ column }) => column)
	];

	for (const [city, name, file] of exports) {
		const isThere = samples !== '' && existsSync(file);
		it.skipIf(!isThere)(
			`know the columns and values of ${name} (skipped without MAYDAN_SAMPLES)`,
			() => {
				const loaded = loadProfile(city);
				const mapping = loaded.mapping(name);
				const bytes = readFileSync(file);
				const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
				const rows: Record<string, string>[] = parse(text, { columns: true });
				expect(Object.keys(rows[0] ?? {})).toEqual(expect.arrayContaining(namedColumns(mapping)));

				const statuses = [...mapping.status.closed, ...mapping.status.open];
				const statusesSeen = [...new Set(rows.map((row) => row[mapping.columns.status]))];
				expect(statuses).toEqual(expect.arrayContaining(statusesSeen));

				const named = rows.filter((row) =>
					mapping.category.rules.some(({ column, match, value }) => {
						const cell = (row[column] ?? '').trim().toLowerCase();
						return match === 'exact'
							? cell === value.toLowerCase()
							: cell.startsWith(value.toLowerCase());
					})
				);
				expect(named.length / rows.length).toBeGreaterThan(0.85);

				const find = createAreaFinder(loaded.areas.features, loaded.profile.areaToleranceMetres);
				const placed = rows.filter((row) => row[mapping.columns.lat]);
				const found = placed.filter((row) =>
					find({ lat: Number(row[mapping.columns.lat]), lon: Number(row[mapping.columns.lon]) })
				);
				expect(found.length / placed.length).toBeGreaterThan(0.99);
			}
		);
	}
});
