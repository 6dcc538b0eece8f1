/** What feeds carry: reports, and the reference data that the `ref` scope brings to every device. */
import type {
	Area,
	Bilingual,
	Category,
	Directorate,
	Profile,
	ReasonLists,
	Team,
	WorkingCalendar
} from '$lib/domain/city/profile';
import type { Person } from '$lib/domain/people/actor';
import type { Report } from '$lib/domain/report/report';
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson';

export const entityKinds = [
	'report',
	'person',
	'category',
	'team',
	'directorate',
	'area',
	'city',
	'basemap',
	'outcome'
] as const;
export type EntityKind = (typeof entityKinds)[number];

/** One row, id `city`. */
export interface City {
	id: 'city';
	name: Bilingual;
	numberPrefix: string;
	languages: Profile['languages'];
	bounds: Profile['bounds'];
	center: Profile['center'];
	deskPhone: string;
	rootArea: string;
	/** Absent in cities that were installed before it was told to devices. */
	areaToleranceMetres?: number | undefined;
	calendar: WorkingCalendar;
	channels: Profile['channels'];
	sectors: Profile['sectors'];
	reasons: ReasonLists;
	/** Prepared texts; absent in cities that were installed before there were any. */
	templates?: Profile['templates'];
}

/** One row, id `sketch`: what the built-in map is drawn from. */
export interface Basemap {
	id: 'sketch';
	areas: FeatureCollection<Polygon | MultiPolygon, { path: string }>;
	features: FeatureCollection;
}

/** What was decided later about a command: told to its author, whose reports may have moved on. */
export interface Outcome {
	/** Of the command. */
	id: string;
	reportId: string;
	/** use: it took effect · both: its evidence was added · keep: it stays as evidence only · applied, rejected: judged late. */
	choice: 'use' | 'both' | 'keep' | 'applied' | 'rejected';
	/** Null: the server itself. */
	actorId: string | null;
	text: string | null;
	at: number;
}

/** The body of each kind; an area's id is its path. */
export interface EntityBodies {
	report: Report;
	person: Person;
	category: Category;
	team: Team;
	directorate: Directorate;
	area: Area;
	city: City;
	basemap: Basemap;
	outcome: Outcome;
}
