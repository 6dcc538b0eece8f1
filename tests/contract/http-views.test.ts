/** Saved views of desks: whose they are, who sees them, and their limits. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { maxViewsPerPerson, savedViews, type ViewToSave } from '../../src/lib/protocol/view';
import { newId } from '../../src/lib/server/clock';
import { aPerson } from '../support/builders';
import { startPostgres, type TestPostgres } from '../support/postgres';
import { engines } from './http-support';
import { openService, settle, type Asked, type Service } from './http-service';

const ali = aPerson('inspector', { id: 'ali', userName: 'ali' });
const salma = aPerson('supervisor', { id: 'salma', userName: 'salma' });
const colleague = aPerson('supervisor', { id: 'rashid', userName: 'rashid' });
const stranger = aPerson('supervisor', { id: 'muna', userName: 'muna', teamId: 'team-2' });
const people = [ali, salma, colleague, stranger];

const lateLights: ViewToSave = {
	name: 'إنارة متأخرة',
	isShared: false,
	body: {
		criteria: { categoryId: 'lighting', due: 'overdue' },
		sort: { column: 'due', direction: 'ascending' },
		columns: ['number', 'due']
	}
};

describe.each(engines)('saved views on %s', (engine) => {
	let service: Service;
	let postgres: TestPostgres | { skip: string } | undefined;
	const dataDir = mkdtempSync(join(tmpdir(), 'maydan-views-'));
	const cookies = new Map<string, string>();
	const ask = (person: { id: string }, path: string, asked: Asked = {}) =>
		service.ask(path, { ...asked, cookie: cookies.get(person.id) });
	const put = (person: { id: string }, id: string, view: object) =>
		ask(person, `/api/views/${id}`, { method: 'PUT', body: view });
	const viewsOf = async (person: { id: string }) =>
		savedViews.parse(await (await ask(person, '/api/views')).json());

	beforeAll(async () => {
		postgres = engine === 'postgres' ? await startPostgres() : undefined;
		if (postgres !== undefined && 'skip' in postgres) return;
		service = await openService({ DATA_DIR: dataDir, DATABASE_URL: postgres?.url ?? '' });
		await settle(service.app, people, []);
		for (const person of people) cookies.set(person.id, await service.signIn(person));
	});
	beforeEach(({ skip }) => {
		if (postgres !== undefined && 'skip' in postgres) skip(postgres.skip);
	});
	afterAll(async () => {
		await service?.close();
		if (postgres !== undefined && 'stop' in postgres) await postgres.stop();
		rmSync(dataDir, { recursive: true, force: true });
	});

	test('are their owner’s alone until they are shared, then the team’s to read', async () => {
		const id = newId();
		expect((await put(salma, id, lateLights)).status).toBe(204);
		expect(await viewsOf(salma)).toMatchObject([
			{ id, isOwn: true, isShared: false, body: lateLights.body }
		]);
		expect(await viewsOf(colleague)).toEqual([]);
		await put(salma, id, { ...lateLights, isShared: true });
		expect(await viewsOf(colleague)).toMatchObject([{ id, isOwn: false, ownerId: 'salma' }]);
		expect(await viewsOf(stranger)).toEqual([]);
		expect((await put(colleague, id, lateLights)).status).toBe(404);
		expect((await ask(colleague, `/api/views/${id}`, { method: 'DELETE' })).status).toBe(404);
		expect((await ask(salma, `/api/views/${id}`, { method: 'DELETE' })).status).toBe(204);
		expect((await ask(salma, `/api/views/${id}`, { method: 'DELETE' })).status).toBe(204);
		expect(await viewsOf(colleague)).toEqual([]);
	});

	test('are not for whoever has no desk', async () => {
		expect((await ask(ali, '/api/views')).status).toBe(403);
		expect((await put(ali, newId(), lateLights)).status).toBe(403);
	});

	test('stand under one id once, and in a bounded number', async () => {
		const ids = Array.from({ length: maxViewsPerPerson }, newId);
		for (const id of ids) expect((await put(stranger, id, lateLights)).status).toBe(204);
		expect((await put(stranger, ids[0] ?? '', { ...lateLights, name: 'x' })).status).toBe(204);
		expect((await put(stranger, newId(), lateLights)).status).toBe(409);
		expect(await viewsOf(stranger)).toHaveLength(maxViewsPerPerson);
	});

	test.each([
		['no name', { ...lateLights, name: '  ' }, 'name'],
		['a name without end', { ...lateLights, name: 'x'.repeat(61) }, 'name'],
		['a key that nobody knows', { ...lateLights, owner: 'ali' }, undefined],
		[
			'values that are no words',
			{ ...lateLights, body: { ...lateLights.body, criteria: { due: 1 } } },
			'body.criteria.due'
		]
	])('are refused with %s', async (_what, view, field) => {
		const answer = await put(salma, newId(), view);
		expect(answer.status).toBe(400);
		if (field !== undefined) expect(await answer.json()).toMatchObject({ field });
	});

	test('have ids of their device’s making', async () => {
		expect((await put(salma, 'mine', lateLights)).status).toBe(400);
	});
});
