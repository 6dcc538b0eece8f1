/** The demo's people must reach every report that routing brings to their team. */
import { describe, expect, it } from 'vitest';
import { loadProfile } from '$lib/server/city/load-profile';
import { demoPeople } from './demo-people';

describe('the demo people', () => {
	it.each(['muscat', 'san-francisco', 'new-york'])(
		'of %s reach what their team is sent',
		(city) => {
			const { demo, profile } = loadProfile(city);
			if (demo === null) throw new Error(`${city} has no demo`);
			const people = demoPeople(demo, profile, 'maydan');
			for (const { teamId, areas } of profile.routing) {
				const members = people.filter((person) => person.teamId === teamId);
				expect(members.length, teamId ?? '').toBeGreaterThan(0);
				for (const person of members) {
					const isEverywhere = person.areas.includes(profile.rootArea);
					const reaches = (areas ?? [profile.rootArea]).every((path) =>
						person.areas.includes(path)
					);
					expect(isEverywhere || reaches, person.userName).toBe(true);
				}
			}
		}
	);
});
