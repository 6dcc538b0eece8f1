import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadProfile } from '$lib/server/city/load-profile';
import type { Database } from '$lib/server/db/connect';
import { addReplica, findReplica } from '$lib/server/repositories/replicas';
import { installCity } from '$lib/server/usecases/ref-data';
import { enrolPerson } from '$lib/server/usecases/manage-people';
import { openDatabase } from './open-database';
import { readPlace } from './settings';
import { registerUser } from './user';

let dataDir: string;
let db: Database;
const said: string[] = [];

beforeEach(async () => {
	dataDir = mkdtempSync(join(tmpdir(), 'maydan-user-'));
	vi.stubEnv('DATA_DIR', dataDir);
	vi.stubEnv('DATABASE_URL', '');
	vi.spyOn(console, 'log').mockImplementation((line: string) => said.push(line));
	db = await openDatabase(readPlace(process.env, []));
	await db.tx((tx) => installCity(tx, loadProfile('muscat'), 0));
	const teamId = loadProfile('muscat').profile.teams[0]?.id ?? null;
	const name = { ar: 'علي', en: 'Ali' };
	const role = 'inspector' as const;
	const entry = { userName: 'ali', name, role, teamId, directorateId: null, areas: [] };
	const enrolled = await enrolPerson(db, entry, { passwordHash: 'hash', at: 0 });
	if (!enrolled.ok) throw new Error(enrolled.fault);
	await addReplica(db.kysely, {
		...{ id: 'tablet', user_id: enrolled.person.id, install: 'i', secret: 's' },
		...{ device_name: 'Tablet 7', created_at: 0 }
	});
	const moment = new Date(0).toISOString();
	await db.kysely
		.withTables<{ auth_session: Record<string, string> }>()
		.insertInto('auth_session')
		.values({
			...{ id: 'session', userId: enrolled.person.id, token: 't' },
			...{ expiresAt: moment, createdAt: moment, updatedAt: moment }
		})
		.execute();
});

afterEach(async () => {
	await db.close();
	vi.unstubAllEnvs();
	vi.restoreAllMocks();
	said.length = 0;
	rmSync(dataDir, { recursive: true, force: true });
});

function run(...words: string[]): Promise<unknown> {
	const program = new Command();
	registerUser(program);
	return program.parseAsync(['user', ...words], { from: 'user' });
}

const statusOf = async (id: string) => (await findReplica(db.kysely, id))?.status;
const sessions = () =>
	db.kysely
		.withTables<{ auth_session: { id: string } }>()
		.selectFrom('auth_session')
		.select('id')
		.execute();

describe('devices of a person, from a terminal', () => {
	it('shows them with what they had not sent', async () => {
		await run('devices', 'Ali');
		expect(said).toEqual(['tablet\tTablet 7\tactive\tnever\t0 updates, 0 photos unsent']);
	});

	it('closes a lost one and ends all sessions', async () => {
		await run('close-device', 'ali', 'tablet');
		expect(await statusOf('tablet')).toBe('revoked');
		expect(await sessions()).toEqual([]);
	});

	it('ends no session for the name of a device that there is not', async () => {
		await expect(run('close-device', 'ali', 'tabelt')).rejects.toThrow('no such open device');
		expect(await sessions()).toHaveLength(1);
	});

	it('closes all of a person who is locked, and opens none of them again', async () => {
		await run('disable', 'ali');
		await run('enable', 'ali');
		expect(await statusOf('tablet')).toBe('revoked');
		expect(await sessions()).toEqual([]);
	});
});
