/** What a device learns at sign-in: who it is for, which city, and the server's clock and epoch. */
import type { Person } from '$lib/domain/people/actor';
import type { SignedIn } from '$lib/protocol/session';
import type { ServerApp } from '../app';

/** Throws while no city is installed. */
export async function readSignedIn(app: ServerApp, person: Person): Promise<SignedIn> {
	const { id, name } = (await app.policy()).profile;
	return {
		person: { ...person, areas: [...person.areas] },
		epoch: app.epoch,
		serverTime: app.now(),
		city: { id, name },
		isDemo: app.settings.mode === 'demo'
	};
}
