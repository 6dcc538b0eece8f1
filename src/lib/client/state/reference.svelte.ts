/**
 * The reference data of the city in memory, each row parsed as it comes out of the cache, and the
 * rules' view of it. The working clock is made anew only when the calendar has changed.
 */
import {
	area,
	bilingual,
	category,
	directorate,
	profile,
	reasonLists,
	team,
	workingCalendar,
	type Category,
	type WorkingCalendar
} from '$lib/domain/city/profile';
import type { AreaFinder, createAreaFinder } from '$lib/domain/geo/area-of-point';
import { isWithinBounds } from '$lib/domain/geo/bounds';
import type { Policy } from '$lib/domain/report/decision';
import { workingClock, type WorkingClock } from '$lib/domain/time/working-calendar';
import type { Basemap, City } from '$lib/protocol/entity';
import { person } from '$lib/protocol/session';
import * as z from 'zod/mini';
import type { ReferenceView } from '../device';
import type { RefRow } from '../sync/ports';

const city = z.object({
	id: z.literal('city'),
	name: bilingual,
	numberPrefix: z.string(),
	languages: profile.shape.languages,
	bounds: profile.shape.bounds,
	center: profile.shape.center,
	deskPhone: z.string(),
	rootArea: z.string(),
	areaToleranceMetres: z.optional(z.number()),
	calendar: workingCalendar,
	channels: profile.shape.channels,
	sectors: profile.shape.sectors,
	reasons: reasonLists,
	templates: profile.shape.templates
});

type MakeFinder = typeof createAreaFinder;

interface Reference {
	city: City | undefined;
	basemap: Basemap | undefined;
	categories: ReferenceView['categories'];
	people: ReferenceView['people'];
	teams: ReferenceView['teams'];
	directorates: ReferenceView['directorates'];
	areas: ReferenceView['areas'];
	policy: Policy | undefined;
}

export class ReferenceState implements ReferenceView {
	#reference = $state.raw<Reference>(read([], undefined, () => undefined));
	#isReady = $state(false);
	/** Absent while a start has not fetched it: no point lies in an area until then. */
	#makeFinder = $state.raw<MakeFinder>();

	get isReady() {
		return this.#isReady;
	}
	get city() {
		return this.#reference.city;
	}
	get basemap() {
		return this.#reference.basemap;
	}
	get categories() {
		return this.#reference.categories;
	}
	get people() {
		return this.#reference.people;
	}
	get teams() {
		return this.#reference.teams;
	}
	get directorates() {
		return this.#reference.directorates;
	}
	get areas() {
		return this.#reference.areas;
	}
	get policy() {
		return this.#reference.policy;
	}

	/** Replaces everything by the rows of the cache. */
	load(rows: readonly RefRow[]): void {
		this.#reference = read(rows, this.#clock, () => this.#makeFinder);
		this.#isReady = true;
	}

	/** From here on areas are found. */
	findAreasBy(makeFinder: MakeFinder): void {
		this.#makeFinder = makeFinder;
	}

	#lastCalendar = '';
	#lastClock: WorkingClock | undefined;
	readonly #clock = (calendar: WorkingCalendar): WorkingClock => {
		const key = JSON.stringify(calendar);
		if (this.#lastClock === undefined || key !== this.#lastCalendar) {
			this.#lastClock = workingClock(calendar);
			this.#lastCalendar = key;
		}
		return this.#lastClock;
	};
}

function read(
	rows: readonly RefRow[],
	clockOf: ((calendar: WorkingCalendar) => WorkingClock) | undefined,
	finderOf: () => MakeFinder | undefined
): Reference {
	const categories = mapOf(rows, 'category', category, (row) => row.id);
	const people = mapOf(rows, 'person', person, (row) => row.id);
	const cityRow = [...mapOf(rows, 'city', city, (row) => row.id).values()][0];
	const basemap = rows.map((row): unknown => row.body).find(isBasemap);
	return {
		city: cityRow,
		basemap,
		categories,
		people,
		teams: mapOf(rows, 'team', team, (row) => row.id),
		directorates: mapOf(rows, 'directorate', directorate, (row) => row.id),
		areas: mapOf(rows, 'area', area, (row) => row.path),
		policy:
			cityRow === undefined || clockOf === undefined || categories.size === 0
				? undefined
				: {
						category: (id) => categories.get(id) ?? catchAll(categories),
						reasons: cityRow.reasons,
						clock: clockOf(cityRow.calendar),
						person: (id) => people.get(id),
						areaOf: areaFinder(cityRow, basemap, finderOf),
						routing: []
					}
	};
}

/** What a city that does not say so reaches beyond its polygons: rather too far, the server knows better. */
const usualToleranceMetres = 1500;

/** As the server finds it; the polygons are prepared when the first point is asked for. */
function areaFinder(
	city: City,
	basemap: Basemap | undefined,
	finderOf: () => MakeFinder | undefined
): AreaFinder {
	const { bounds, areaToleranceMetres = usualToleranceMetres } = city;
	let find: AreaFinder | undefined;
	return (point) => {
		if (basemap === undefined || !isWithinBounds(point, bounds)) return null;
		find ??= finderOf()?.(basemap.areas.features, areaToleranceMetres);
		return find?.(point) ?? null;
	};
}

/** Rows of one kind that this build can read, by their key. */
function mapOf<T>(
	rows: readonly RefRow[],
	kind: RefRow['kind'],
	schema: z.ZodMiniType<T>,
	keyOf: (row: T) => string
): ReadonlyMap<string, T> {
	const parsed = rows.filter((row) => row.kind === kind).map((row) => schema.safeParse(row.body));
	return new Map(parsed.flatMap((row) => (row.success ? [[keyOf(row.data), row.data]] : [])));
}

/** A category retired since: the one that catches everything keeps the report workable. */
function catchAll(categories: ReadonlyMap<string, Category>): Category {
	const all = [...categories.values()];
	const found = all.find((row) => row.isOther === true) ?? all[0];
	if (found === undefined) throw new Error('No categories');
	return found;
}

/** Drawn from, never decided on: only its outline is checked. */
function isBasemap(body: unknown): body is Basemap {
	if (typeof body !== 'object' || body === null) return false;
	return 'id' in body && body.id === 'sketch' && 'areas' in body && 'features' in body;
}
