/**
 * The city that is tortured: its own database on either engine, beside the server that works on it.
 * What its office does (new reports, people who move, access that ends) is done here, as the command
 * line does it beside a running server; what must hold in the end is read here.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Person } from '../../src/lib/domain/people/actor';
import { createAccount, hashPassword } from '../../src/lib/server/auth/accounts';
import { newId } from '../../src/lib/server/clock';
import { connect, type Database } from '../../src/lib/server/db/connect';
import { migrate } from '../../src/lib/server/db/migrate';
import { photoFiles } from '../../src/lib/server/media/photo-files';
import { brokenLink, eventsOf } from '../../src/lib/server/repositories/events';
import { findPerson } from '../../src/lib/server/repositories/people';
import { setActive } from '../../src/lib/server/usecases/manage-people';
import { installCity, policyReader, publishPeople } from '../../src/lib/server/usecases/ref-data';
import { takeInReports } from '../../src/lib/server/usecases/take-in-report';
import { profile } from '../contract/sync-support';
import { people, reportInput, type Place } from '../sim/city';
import { holds } from '../sim/invariant';

/** Where its data lies. */
export interface Ground {
	dataDir: string;
	databaseUrl?: string;
}

export const password = 'wadi-al-khoud-2026';
/** One hash for all: making it is slow on purpose. */
const passwordHash = hashPassword(password);
const noAreas = { type: 'FeatureCollection', features: [] } as const;

export class City {
	readonly db: Database;
	readonly #ground: Ground;
	readonly #policy = policyReader();
	#reports = 0;

	private constructor(ground: Ground) {
		const { dataDir, databaseUrl } = ground;
		this.#ground = ground;
		this.db = connect(databaseUrl === undefined ? { dataDir } : { databaseUrl });
	}

	/** An installed city with its people, who can sign in, on an empty ground. */
	static async found(ground: Ground): Promise<City> {
		const city = new City(ground);
		await migrate(city.db);
		const hash = await passwordHash;
		const at = Date.now();
		const empty = { ...noAreas, features: [] };
		await city.db.tx(async (tx) => {
			await installCity(tx, { profile, areas: empty, basemap: empty }, at);
			await publishPeople(tx, people, { isDemo: false, at });
			for (const person of people) await createAccount(tx, person, hash, at);
		});
		return city;
	}

	close(): Promise<void> {
		return this.db.close();
	}

	async person(id: string): Promise<Person> {
		const person = await findPerson(this.db.reader, id);
		if (person === undefined) throw new Error(`There is no ${id}`);
		return person;
	}

	/** A new report, taken in by its channel. */
	async report(place: Place = 'seeb'): Promise<void> {
		this.#reports += 1;
		const input = reportInput(`r${this.#reports}`, place, Date.now());
		const deps = { db: this.db, now: Date.now, newId, policy: this.#policy };
		await takeInReports({ ...deps, announce: () => undefined }, [{ input }]);
	}

	/** Another team, other areas, another role. */
	async change(id: string, part: Partial<Person>): Promise<void> {
		const person = { ...(await this.person(id)), ...part };
		await this.db.tx((tx) => publishPeople(tx, [person], { isDemo: false, at: Date.now() }));
	}

	async setActive(id: string, isActive: boolean): Promise<void> {
		await setActive(this.db, id, isActive, Date.now());
	}

	/** The bytes of a stored photo as they lie on the server's disk; undefined where there are none. */
	async storedPhoto(sha256: string): Promise<Uint8Array | undefined> {
		const path = photoFiles(this.#ground.dataDir).storedPath(sha256, 'full');
		return readFile(path).catch(() => undefined);
	}

	/** The chain of events of every report is whole. */
	async checkChains(): Promise<void> {
		const reports = await this.db.kysely.selectFrom('report').select(['id', 'number']).execute();
		for (const { id, number } of reports) {
			const broken = brokenLink(await eventsOf(this.db.kysely, id));
			holds(broken === null, `The events of ${number} are a chain, but for ${broken?.seq}`);
		}
	}
}

/** Where a server of a city begins: its settings, but for the port. */
export function environmentOf({ databaseUrl }: Ground, origin: string): Record<string, string> {
	return {
		ORIGIN: origin,
		MAYDAN_SECRET: createHash('sha256').update(origin).digest('hex'),
		LOG_LEVEL: 'error',
		...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl })
	};
}
