/**
 * Reference data: what of the city and its people every device holds, and what the rules look up.
 *
 * 1. The database is the authority once a city is installed; the profile's folder is not read again.
 * 2. Every change raises the version of the scope `ref`; a policy belongs to one such version.
 * 3. Credentials, contact data and telephone numbers of people are not reference data.
 */
import type { Category, Profile, RoutingRule, Team } from '$lib/domain/city/profile';
import {
	rulesInForce,
	withoutLostPeople,
	type BookedRule,
	type RuleBook
} from '$lib/domain/dispatch/rule-book';
import type { Person } from '$lib/domain/people/actor';
import type { Policy } from '$lib/domain/report/decision';
import { createAreaFinder, type AreaFinder } from '$lib/domain/geo/area-of-point';
import { isWithinBounds } from '$lib/domain/geo/bounds';
import { refScope } from '$lib/domain/report/scope';
import { workingClock } from '$lib/domain/time/working-calendar';
import type { Basemap, City, EntityBodies, EntityKind } from '$lib/protocol/entity';
import type { LoadedProfile } from '../city/load-profile';
import type { Tx } from '../db/tables';
import { bumpScopes, headsOf, type Touch } from '../repositories/feed';
import { listPeople, savePeople } from '../repositories/people';
import { readReference, saveReference } from '../repositories/reference';
import { lockRuleBook, readRuleBook, saveRuleBook } from '../repositories/routing-rules';

/** What the rules and the intake look up of an installed city. */
export interface ServerPolicy extends Policy {
	profile: Profile;
	/** Head of the scope `ref` that this was read at. */
	version: number;
}

type RefKind = Exclude<EntityKind, 'report'>;
type RefRow = { [K in RefKind]: { kind: K; id: string; body: EntityBodies[K] } }[RefKind];

/** Writes a city into an empty database, or a newer state of it over an old one. `at` in ms. */
export async function installCity(
	tx: Tx,
	loaded: Pick<LoadedProfile, 'profile' | 'areas' | 'basemap'>,
	at: number
): Promise<void> {
	const body = JSON.stringify(loaded.profile);
	await saveReference(tx, [{ kind: 'profile', id: 'profile', body }]);
	const isNew = (await readRuleBook(tx)).length === 0;
	if (isNew) await saveRuleBook(tx, loaded.profile.routing.map(asSetUp));
	await publish(tx, rowsOf(loaded), at);
}

const asSetUp = (rule: RoutingRule): BookedRule => ({
	...{ rule, isOn: true, lost: null, changed: null }
});

/**
 * Puts another book of rules, another calendar or a category with other targets in place, and raises
 * the version that policies are kept by. Returns the bumped scopes.
 */
export async function changeCity(
	tx: Tx,
	{ profile, book, category }: { profile: Profile; book?: RuleBook; category?: Category | null },
	at: number
): Promise<Map<string, number>> {
	if (book !== undefined) await saveRuleBook(tx, book);
	await saveReference(tx, [{ kind: 'profile', id: 'profile', body: JSON.stringify(profile) }]);
	const city: RefRow = { kind: 'city', id: 'city', body: cityOf(profile) };
	const rows = category
		? [city, { kind: 'category' as const, id: category.id, body: category }]
		: [city];
	return publish(tx, rows, at);
}

/** Adds or replaces people, on the server and on every device. */
export async function publishPeople(
	tx: Tx,
	people: readonly Person[],
	{ isDemo, at }: { isDemo: boolean; at: number }
): Promise<void> {
	await savePeople(tx, people, isDemo);
	await letRulesLose(tx, people, at);
	const rows = people.map((person): RefRow => ({ kind: 'person', id: person.id, body: person }));
	await publish(tx, rows, at);
}

/** A rule whose person has left its team leads on to the team, and says whom it lost. */
async function letRulesLose(tx: Tx, people: readonly Person[], at: number): Promise<void> {
	const changed = new Map(people.map((person) => [person.id, person]));
	const isConcerned = ({ rule }: BookedRule) => changed.has(rule.personId ?? '');
	if (!(await readRuleBook(tx)).some(isConcerned)) return;
	await lockRuleBook(tx);
	const book = await readRuleBook(tx);
	const lose = (booked: BookedRule) =>
		isConcerned(booked) ? withoutLostPeople([booked], (id) => changed.get(id), at) : [booked];
	await saveRuleBook(tx, book.flatMap(lose));
}

/** The policy of the installed city, or null while there is none. */
export async function readPolicy(tx: Tx): Promise<ServerPolicy | null> {
	const body = (await readReference(tx, 'profile')).get('profile');
	if (body === undefined) return null;
	const profile: Profile = JSON.parse(body);
	const people = new Map((await listPeople(tx)).map((person) => [person.id, person]));
	const sketch = (await readReference(tx, 'basemap')).get('sketch');
	const routing = rulesInForce(await readRuleBook(tx));
	const areaOf = areaFinder(profile, sketch);
	return { ...policyOf(profile, people, areaOf, await refVersion(tx)), routing };
}

/** The database holds no city yet: seed it, or import a profile. */
export class NoCity extends Error {
	constructor() {
		super('No city is installed in this database');
	}
}

/**
 * A reader that keeps the policy and reads it anew when the reference data moved, also by another
 * process. Throws `NoCity` while there is none.
 */
export function policyReader(): (tx: Tx) => Promise<ServerPolicy> {
	let kept: ServerPolicy | null = null;
	return async (tx) => {
		if (kept !== null && kept.version === (await refVersion(tx))) return kept;
		kept = await readPolicy(tx);
		if (kept === null) throw new NoCity();
		return kept;
	};
}

/** Head of the scope `ref`; 0 before anything was written. */
async function refVersion(tx: Tx): Promise<number> {
	return (await headsOf(tx, [refScope])).get(refScope)?.v ?? 0;
}

function policyOf(
	profile: Profile,
	people: ReadonlyMap<string, Person>,
	areaOf: AreaFinder,
	version: number
): Omit<ServerPolicy, 'routing'> {
	const categories = new Map(profile.categories.map((category) => [category.id, category]));
	const other = profile.categories.find((category) => category.isOther) ?? profile.categories[0];
	return {
		profile,
		version,
		reasons: profile.reasons,
		clock: workingClock(profile.calendar),
		person: (id) => people.get(id),
		areaOf,
		category(id): Category {
			const category = categories.get(id) ?? other;
			if (category === undefined) throw new Error('The city has no categories');
			return category;
		}
	};
}

/** Polygons are read when the first point is asked for: most processes never are. */
function areaFinder(profile: Profile, sketch: string | undefined): AreaFinder {
	let find: AreaFinder | undefined;
	return (point) => {
		if (sketch === undefined || !isWithinBounds(point, profile.bounds)) return null;
		find ??= finderOf(JSON.parse(sketch), profile.areaToleranceMetres);
		return find(point);
	};
}

const finderOf = ({ areas }: Basemap, toleranceMetres: number) =>
	createAreaFinder(areas.features, toleranceMetres);

async function publish(tx: Tx, rows: readonly RefRow[], at: number): Promise<Map<string, number>> {
	await saveReference(
		tx,
		rows.map(({ kind, id, body }) => ({ kind, id, body: JSON.stringify(body) }))
	);
	const touches = rows.map(({ kind, id }): Touch => ({
		scope: refScope,
		kind,
		entity: id,
		op: 'put',
		reason: null
	}));
	return bumpScopes(tx, touches, at);
}

function rowsOf({
	profile,
	areas,
	basemap
}: Pick<LoadedProfile, 'profile' | 'areas' | 'basemap'>): RefRow[] {
	const sketch: Basemap = { id: 'sketch', areas, features: basemap };
	return [
		{ kind: 'city', id: 'city', body: cityOf(profile) },
		...profile.categories.map((body): RefRow => ({ kind: 'category', id: body.id, body })),
		...profile.directorates.map((body): RefRow => ({ kind: 'directorate', id: body.id, body })),
		...profile.teams.map((body: Team): RefRow => ({ kind: 'team', id: body.id, body })),
		...profile.areas.map((body): RefRow => ({ kind: 'area', id: body.path, body })),
		{ kind: 'basemap', id: sketch.id, body: sketch }
	];
}

function cityOf(profile: Profile): City {
	return {
		id: 'city',
		name: profile.name,
		numberPrefix: profile.numberPrefix,
		languages: profile.languages,
		bounds: profile.bounds,
		center: profile.center,
		deskPhone: profile.deskPhone,
		rootArea: profile.rootArea,
		areaToleranceMetres: profile.areaToleranceMetres,
		calendar: profile.calendar,
		channels: profile.channels,
		sectors: profile.sectors,
		reasons: profile.reasons,
		templates: profile.templates
	};
}
