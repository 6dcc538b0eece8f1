import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { profile as profileSchema } from '$lib/domain/city/profile';
import { areaCollection } from '$lib/domain/geo/geojson';
import { checkProfile } from './check-profile';
import { loadProfile, profileNames, profilesDir } from './load-profile';
import { ProfileError } from './profile-error';

const root = mkdtempSync(join(tmpdir(), 'maydan-profiles-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A copy of New York on disk, one of its files changed by text. */
function aCopy(name: string, file: string, change: (text: string) => string): string {
	const dir = join(root, name);
	cpSync(join(profilesDir(), 'new-york'), dir, { recursive: true });
	writeFileSync(join(dir, file), change(readFileSync(join(dir, file), 'utf8')));
	return dir;
}

describe('loading a city profile', () => {
	it('takes a name or a folder and never needs code of its own', () => {
		const byName = loadProfile('new-york');
		const byFolder = loadProfile(aCopy('elsewhere', 'profile.json', (text) => text));
		expect(byFolder.profile).toEqual(byName.profile);
		expect(byFolder.mapping('nyc311')).toEqual(byName.mapping('nyc311'));
	});

	it('knows the cities that are there', () => {
		expect(profileNames()).toEqual(expect.arrayContaining(['muscat', 'new-york', 'san-francisco']));
		expect(profileNames(join(root, 'nowhere'))).toEqual([]);
	});

	it('names the known cities when asked for another', () => {
		expect(() => loadProfile('atlantis')).toThrow(/no city profile "atlantis".*muscat/);
	});

	it('does without demo people', () => {
		const dir = aCopy('quiet', 'profile.json', (text) => text);
		rmSync(join(dir, 'demo.json'));
		expect(loadProfile(dir).demo).toBeNull();
	});

	it.each([
		[
			'bad-json',
			'profile.json',
			(t: string) => t.slice(0, -9),
			/"bad-json", profile\.json is not JSON/
		],
		[
			'bad-field',
			'profile.json',
			(t: string) => t.replace('"NYC"', '"new york"'),
			/"bad-field", profile\.json: numberPrefix is not acceptable/
		],
		[
			'open-ring',
			'areas.geojson',
			(t: string) => t.replace('-74.0195', '-74.0295'),
			/"open-ring", areas\.geojson: features\.0\..*ring must be closed/
		],
		[
			'bad-demo',
			'demo.json',
			(t: string) => t.replace('"teamId": "streets"', '"teamId": "nobody"'),
			/"bad-demo", demo\.json: person inspector1 names the unknown "nobody"/
		]
	])('says in one sentence what is wrong: %s', (name, file, change, sentence) => {
		const dir = aCopy(name, file, change);
		expect(() => loadProfile(dir)).toThrow(ProfileError);
		expect(() => loadProfile(dir)).toThrow(sentence);
	});

	it('says which file is missing', () => {
		const dir = aCopy('bare', 'profile.json', (text) => text);
		rmSync(join(dir, 'basemap.geojson'));
		expect(() => loadProfile(dir)).toThrow(/"bare" has no basemap\.geojson/);
	});

	it('refuses a mapping that leads to an unknown category, or out of its folder', () => {
		const dir = aCopy('lost', 'mappings/nyc311.json', (t) => t.replace('"noise"', '"silence"'));
		const { mapping } = loadProfile(dir);
		expect(() => mapping('nyc311')).toThrow(/mappings\/nyc311\.json: category names the unknown/);
		expect(() => mapping('../profile')).toThrow(ProfileError);
		expect(() => mapping('nothing')).toThrow(/no mappings\/nothing\.json/);
	});
});

describe('checking that the lists of a profile fit together', () => {
	const { profile, areas } = loadProfile('new-york');
	/** Parsed again, so that each test changes a copy. */
	const copy = () => profileSchema.parse(structuredClone(profile));
	const [first] = profile.categories;
	const yesNo = { id: 'quiet', kind: 'yesNo', text: { ar: 'هل ساد الهدوء؟', en: 'Is it quiet?' } };
	/** The categories, the first one with these questions. */
	const withChecklist = (checklist: unknown) =>
		profile.categories.map((row, at) => (at === 0 ? { ...row, checklist } : row));

	it('finds nothing wrong with a good one', () => {
		expect(checkProfile(copy(), areas)).toEqual([]);
	});

	it.each([
		[
			'two that catch the rest',
			{ categories: profile.categories.map((c) => ({ ...c, isOther: true })) },
			'exactly one'
		],
		[
			'an id twice',
			{ categories: first ? [...profile.categories, first] : [] },
			'holds "noise" twice'
		],
		['an unknown sector', { sectors: profile.sectors.slice(1) }, 'unknown "noise"'],
		[
			'a rule to an unknown team',
			{ teams: profile.teams.slice(1) },
			'routing streets names the unknown "streets"'
		],
		[
			'a rule to a team of another directorate',
			{ teams: profile.teams.map((team) => ({ ...team, directorateId: 'city-services' })) },
			'team of another directorate'
		],
		['an area outside the root', { rootArea: '/new-york/bronx/' }, 'lies outside the root area'],
		[
			'bounds the wrong way round',
			{ bounds: [40.93, -74.3, 40.47, -73.68] as const },
			'bounds are not'
		],
		[
			'a calendar without working time',
			{ calendar: { ...profile.calendar, week: [[], [], [], [], [], [], []] } },
			'calendar: No working time'
		],
		[
			'a question twice',
			{ categories: withChecklist([yesNo, yesNo]) },
			'the checklist of noise holds "quiet" twice'
		],
		[
			'a choice that is none',
			{ categories: withChecklist([{ ...yesNo, kind: 'choice', choices: [] }]) },
			'the checklist of noise, quiet, needs 2 to 6 choices'
		],
		[
			'a number that cannot be given',
			{ categories: withChecklist([{ ...yesNo, kind: 'number', min: 5, max: 5 }]) },
			'the checklist of noise, quiet, has no number to give'
		],
		[
			'more questions than anybody answers',
			{
				categories: withChecklist(
					Array.from({ length: 11 }, (_, at) => ({ ...yesNo, id: `quiet-${at}` }))
				)
			},
			'more than 10 questions'
		]
	])('finds %s', (_, change, words) => {
		const problems = checkProfile(profileSchema.parse({ ...copy(), ...change }), areas);
		expect(problems.join('\n')).toContain(words);
	});

	it('finds an area without a polygon and a polygon without an area', () => {
		const fewer = areaCollection.parse({ ...areas, features: areas.features.slice(1) });
		expect(checkProfile(copy(), fewer).join()).toContain('"/new-york/manhattan/" has no polygon');
		const shorter = { ...copy(), areas: copy().areas.slice(0, -1) };
		expect(checkProfile(shorter, areas).join()).toContain('"/new-york/staten-island/"');
	});
});
