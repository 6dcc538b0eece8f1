/**
 * Reads a city profile from its folder when a database is created or data is imported.
 *
 * 1. Files are read at run time, so a city is added or changed without building anything.
 * 2. What comes back is whole and fits together; anything else is a ProfileError in one sentence.
 * Not here: storing (usecases/ref-data). Afterwards the database is the authority.
 */
import { existsSync, readdirSync } from 'node:fs';
import { basename, isAbsolute, join, resolve } from 'node:path';
import { type Profile, profile as profileSchema } from '$lib/domain/city/profile';
import { type BasemapCollection, basemapCollection } from '$lib/domain/geo/basemap';
import { type AreaCollection, areaCollection } from '$lib/domain/geo/geojson';
import { checkDemo, checkMapping, checkProfile } from './check-profile';
import { type Demo, demo as demoSchema } from './demo';
import { type ImportMapping, importMapping } from './mapping';
import { ProfileError } from './profile-error';
import { readJson, readJsonIfAny } from './read-json';

export interface LoadedProfile {
	profile: Profile;
	areas: AreaCollection;
	basemap: BasemapCollection;
	/** Null: the city has no demo people. */
	demo: Demo | null;
	/** Reads `mappings/<name>.json`; throws a ProfileError when there is none or it does not fit. */
	mapping(name: string): ImportMapping;
	/** The folder it was read from, absolute. */
	dir: string;
}

/** The folder of profiles: `MAYDAN_PROFILES`, else the one in the source tree of the project root. */
export function profilesDir(): string {
	return resolve(process.env.MAYDAN_PROFILES ?? 'src/lib/server/city/profiles');
}

/** Names of the profiles in the folder of profiles, in alphabetical order. */
export function profileNames(dir = profilesDir()): string[] {
	if (!existsSync(dir)) return [];
	return readdirSync(dir)
		.filter((name) => existsSync(join(dir, name, 'profile.json')))
		.sort();
}

/** Loads the profile of that name, or of that folder when it is a path ("./city", "/srv/city"). */
export function loadProfile(nameOrDir: string): LoadedProfile {
	const dir = folderOf(nameOrDir);
	const profile = readJson(dir, 'profile.json', profileSchema);
	const areas = readJson(dir, 'areas.geojson', areaCollection);
	const basemap = readJson(dir, 'basemap.geojson', basemapCollection);
	const demo = readJsonIfAny(dir, 'demo.json', demoSchema);
	refuse(dir, checkProfile(profile, areas));
	if (demo) refuse(dir, checkDemo(demo, profile));
	return { profile, areas, basemap, demo, dir, mapping: (name) => readMapping(dir, name, profile) };
}

function folderOf(nameOrDir: string): string {
	const isPath = isAbsolute(nameOrDir) || /[\\/]/.test(nameOrDir);
	const dir = isPath ? resolve(nameOrDir) : join(profilesDir(), nameOrDir);
	if (existsSync(dir)) return dir;
	const known = profileNames().join(', ') || 'none';
	throw new ProfileError(
		`There is no city profile "${nameOrDir}" (known in ${profilesDir()}: ${known}).`
	);
}

function readMapping(dir: string, name: string, profile: Profile): ImportMapping {
	if (!/^[a-z0-9][a-z0-9_-]*$/.test(name)) {
		throw new ProfileError(`"${name}" is no name of a mapping.`);
	}
	const mapping = readJson(dir, `mappings/${name}.json`, importMapping);
	refuse(dir, checkMapping(mapping, profile));
	return mapping;
}

function refuse(dir: string, problems: readonly string[]): void {
	const [first, ...more] = problems;
	if (!first) return;
	const rest = more.length > 0 ? ` (and ${more.length} more)` : '';
	throw new ProfileError(`City profile "${basename(dir)}", ${first}${rest}`);
}
