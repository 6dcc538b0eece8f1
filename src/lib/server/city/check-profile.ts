/**
 * What a schema cannot see: that the lists of a profile fit together. Pure; answers with sentences,
 * none when all is well. Each names the file and the entry it speaks of.
 */
import type { Category, ChecklistItem, Profile, RoutingRule } from '$lib/domain/city/profile';
import { isWithinArea } from '$lib/domain/geo/area-path';
import type { AreaCollection } from '$lib/domain/geo/geojson';
import { workingClock } from '$lib/domain/time/working-calendar';
import type { Demo } from './demo';
import type { ImportMapping } from './mapping';

/** Problems within `profile.json` and between it and `areas.geojson`. */
export function checkProfile(profile: Profile, areas: AreaCollection): string[] {
	return [
		...repeatedIds(profile),
		...others(profile),
		...unknownReferences(profile),
		...profile.categories.flatMap(checklistProblems),
		...areaProblems(profile, areas),
		...placeProblems(profile),
		...calendarProblems(profile)
	].map((problem) => (problem.startsWith('areas.geojson') ? problem : `profile.json: ${problem}`));
}

/** Problems between `demo.json` and the profile. */
export function checkDemo(demo: Demo, profile: Profile): string[] {
	const known = idsOf(profile);
	const { reports } = demo;
	return [
		...repeated(
			'people',
			demo.people.map(({ userName }) => userName)
		),
		...demo.people.flatMap((person) => [
			...missing(`person ${person.userName}`, known.directorates, [person.directorateId]),
			...missing(`person ${person.userName}`, known.teams, person.teamId ? [person.teamId] : [])
		]),
		...missing(
			'areas',
			known.areas,
			reports?.areas.map(({ path }) => path)
		),
		...missing(
			'channels',
			known.channels,
			reports?.channels.map(({ id }) => id)
		),
		...missing(
			'categories',
			known.categories,
			reports?.categories.map(({ id }) => id)
		),
		...missing(
			'otherLanguages',
			known.categories,
			reports?.otherLanguages.map(({ categoryId }) => categoryId)
		)
	].map((problem) => `demo.json: ${problem}`);
}

/** Problems between an import mapping and the profile. */
export function checkMapping(mapping: ImportMapping, profile: Profile): string[] {
	const known = idsOf(profile);
	const { category, channel, area } = mapping;
	return [
		...missing('category', known.categories, [
			...category.rules.map(({ to }) => to),
			category.otherwise
		]),
		...missing('channel', known.channels, [...Object.values(channel.values), channel.otherwise]),
		...missing('area', known.areas, Object.values(area?.values ?? {}))
	].map((problem) => `mappings/${mapping.id}.json: ${problem}`);
}

function idsOf(profile: Profile) {
	const ids = (list: readonly { id: string }[]) => new Set(list.map(({ id }) => id));
	return {
		sectors: ids(profile.sectors),
		categories: ids(profile.categories),
		channels: ids(profile.channels),
		directorates: ids(profile.directorates),
		teams: ids(profile.teams),
		areas: new Set(profile.areas.map(({ path }) => path))
	};
}

function missing(where: string, known: ReadonlySet<string>, asked: readonly string[] = []) {
	return asked.filter((id) => !known.has(id)).map((id) => `${where} names the unknown "${id}".`);
}

function repeated(list: string, ids: readonly string[]): string[] {
	return ids
		.filter((id, index) => ids.indexOf(id) !== index)
		.map((id) => `${list} holds "${id}" twice.`);
}

function repeatedIds(profile: Profile): string[] {
	const { channels, sectors, categories, directorates, teams, routing, reasons } = profile;
	const templates = profile.templates ?? [];
	const lists = { channels, sectors, categories, directorates, teams, routing, templates };
	return [
		...Object.entries(lists).flatMap(([name, list]) =>
			repeated(
				name,
				list.map(({ id }) => id)
			)
		),
		...repeated(
			'areas',
			profile.areas.map(({ path }) => path)
		),
		...Object.entries(reasons).flatMap(([name, list]) =>
			repeated(
				`reasons.${name}`,
				list.map(({ code }) => code)
			)
		)
	];
}

function others({ categories }: Profile): string[] {
	const count = categories.filter(({ isOther }) => isOther).length;
	return count === 1 ? [] : [`categories needs exactly one with isOther, not ${count}.`];
}

function unknownReferences(profile: Profile): string[] {
	const known = idsOf(profile);
	return [
		...profile.categories.flatMap(({ id, sector }) =>
			missing(`category ${id}`, known.sectors, [sector])
		),
		...profile.teams.flatMap(({ id, directorateId }) =>
			missing(`team ${id}`, known.directorates, [directorateId])
		),
		...profile.routing.flatMap((rule) => ruleProblems(rule, profile, known))
	];
}

/** Problems between a routing rule and the city. */
export function ruleProblems(rule: RoutingRule, profile: Profile, known = idsOf(profile)) {
	const where = `routing ${rule.id}`;
	const team = profile.teams.find(({ id }) => id === rule.teamId);
	const isForeign = team !== undefined && team.directorateId !== rule.directorateId;
	return [
		...missing(where, known.directorates, [rule.directorateId]),
		...missing(where, known.teams, rule.teamId === null ? [] : [rule.teamId]),
		...missing(where, known.areas, rule.areas),
		...missing(where, known.categories, rule.categories),
		...missing(where, known.sectors, rule.sectors),
		...missing(where, known.channels, rule.channels),
		...(rule.personId ? [`${where} names a person, and a profile knows none.`] : []),
		...(isForeign ? [`${where} sends to a team of another directorate.`] : [])
	];
}

/** As many choices as stand stacked under a thumb, and as many questions as are answered in a minute. */
const maxChoices = 6;
const maxItems = 10;

function checklistProblems({ id, checklist = [] }: Category): string[] {
	const where = `the checklist of ${id}`;
	const ids = checklist.map((item) => item.id);
	return [
		...repeated(where, ids),
		...(checklist.length > maxItems ? [`${where} has more than ${maxItems} questions.`] : []),
		...checklist.flatMap((item) => itemProblems(item, `${where}, ${item.id},`))
	];
}

function itemProblems(item: ChecklistItem, where: string): string[] {
	if (item.kind === 'number') return item.min < item.max ? [] : [`${where} has no number to give.`];
	if (item.kind !== 'choice') return [];
	const { choices } = item;
	return [
		...repeated(
			where,
			choices.map(({ id }) => id)
		),
		...(choices.length >= 2 && choices.length <= maxChoices
			? []
			: [`${where} needs 2 to ${maxChoices} choices.`])
	];
}

function areaProblems({ areas, rootArea }: Profile, { features }: AreaCollection): string[] {
	const paths = areas.map(({ path }) => path);
	const drawn = features.map(({ properties }) => properties.path);
	const isLeaf = (path: string) => !paths.some((p) => p !== path && isWithinArea(p, path));
	return [
		...missing('rootArea', new Set(paths), [rootArea]),
		...paths
			.filter((path) => !isWithinArea(path, rootArea))
			.map((path) => `area "${path}" lies outside the root area.`),
		...paths
			.filter((path) => isLeaf(path) && !drawn.includes(path))
			.map((path) => `areas.geojson: area "${path}" has no polygon.`),
		...missing('areas.geojson: a polygon', new Set(paths), drawn),
		...repeated('areas.geojson: features', drawn)
	];
}

function placeProblems({ bounds, center, areas }: Profile): string[] {
	const [south, west, north, east] = bounds;
	if (!(south < north && west < east)) return ['bounds are not [south, west, north, east].'];
	const isInside = ({ lat, lon }: { lat: number; lon: number }) =>
		lat >= south && lat <= north && lon >= west && lon <= east;
	return [
		...(isInside(center) ? [] : ['center lies outside the bounds.']),
		...areas
			.filter(({ label }) => !isInside(label))
			.map(({ path }) => `the label of area "${path}" lies outside the bounds.`)
	];
}

function calendarProblems({ calendar }: Profile): string[] {
	try {
		workingClock(calendar);
		return [];
	} catch (error) {
		return [`calendar: ${error instanceof Error ? error.message : String(error)}.`];
	}
}
