/** The exchange as a device meets it over HTTP: limits, compression, marks, and the stream that pokes. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { maxBodyBytes, syncResponse } from '../../src/lib/protocol/sync';
import { replicaMinted } from '../../src/lib/protocol/session';
import type { Person } from '../../src/lib/domain/people/actor';
import { newId } from '../../src/lib/server/clock';
import { aPerson, plainArgs } from '../support/builders';
import { openService, settle, type Service } from './http-service';

const inspector: Person = aPerson('inspector', { id: newId(), userName: 'inspector1' });
const dataDir = mkdtempSync(join(tmpdir(), 'maydan-http-sync-'));
let service: Service;
let cookie: string;
let replica: string;

beforeAll(async () => {
	service = await openService({ DATA_DIR: dataDir });
	await settle(service.app, [inspector], []);
	cookie = await service.signIn(inspector);
	const minted = await service.ask('/api/replicas', {
		method: 'POST',
		cookie,
		body: { personId: inspector.id, deviceName: 'Tablet 7' }
	});
	replica = replicaMinted.parse(await minted.json()).replica;
});
afterAll(async () => {
	await service.close();
	rmSync(dataDir, { recursive: true, force: true });
});

const asked = (part: object = {}) => ({
	protocol: 1,
	replica,
	exchange: 7,
	commands: [],
	cursor: null,
	pending: { commands: 0, photos: 0, oldestAt: null },
	limit: 1000,
	...part
});
const exchange = (body: BodyInit | object, headers: Record<string, string> = {}) =>
	service.ask('/api/sync', { method: 'POST', cookie, body, headers });
const asJson = { 'content-type': 'application/json' };

describe('exchange over HTTP', () => {
	it('answers what the protocol says, marked as ours and never cached', async () => {
		const answer = await exchange(asked());
		expect(answer.status).toBe(200);
		expect(answer.headers.get('x-sync')).toBe('1');
		expect(answer.headers.get('cache-control')).toBe('no-store');
		const body = syncResponse.parse(await answer.json());
		expect(body).toMatchObject({ exchange: 7, epoch: service.app.epoch, results: [] });
		expect(body.changes.entries.some(({ kind }) => kind === 'city')).toBe(true);
	});

	it('takes and gives gzip', async () => {
		const command = { n: 1, id: newId(), type: 'start', args: plainArgs.start };
		const answer = await exchange(gzipSync(JSON.stringify(asked({ commands: [command] }))), {
			...asJson,
			'content-encoding': 'gzip',
			'accept-encoding': 'gzip, br'
		});
		expect(answer.headers.get('content-encoding')).toBe('gzip');
		const text = gunzipSync(Buffer.from(await answer.arrayBuffer())).toString('utf8');
		const { results } = syncResponse.parse(JSON.parse(text));
		expect(results).toMatchObject([{ n: 1, outcome: 'rejected', reason: 'malformed' }]);
	});

	it('refuses what is too large, also when it only becomes so [I3]', async () => {
		const bomb = gzipSync(Buffer.alloc(20 * maxBodyBytes, ' '));
		const packed = await exchange(bomb, { ...asJson, 'content-encoding': 'gzip' });
		const plain = await exchange(' '.repeat(maxBodyBytes + 1), asJson);
		for (const answer of [packed, plain]) {
			expect(answer.status).toBe(413);
			expect(answer.headers.get('x-sync')).toBe('1');
		}
	});

	it('refuses nesting without end, other types, and what is not an exchange [I3]', async () => {
		const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
		expect((await exchange(deep, asJson)).status).toBe(400);
		expect((await exchange('{"a":', asJson)).status).toBe(400);
		expect((await exchange(asked({ surprise: 1 }))).status).toBe(400);
		expect((await exchange(asked({ limit: 5000 }))).status).toBe(400);
		expect((await exchange('a=b', { 'content-type': 'text/plain' })).status).toBe(415);
		const packed = { ...asJson, 'content-encoding': 'br' };
		expect((await exchange('x', packed)).status).toBe(415);
		expect((await exchange('no gzip', { ...asJson, 'content-encoding': 'gzip' })).status).toBe(400);
		expect(JSON.stringify({}.constructor.prototype)).toBe('{}');
	});

	it('takes no key for two, and no prototype for a key [I3]', async () => {
		const message = JSON.stringify(asked());
		const poisoned = message.replace('{', '{"__proto__":{"isAdmin":true},');
		expect((await exchange(poisoned, asJson)).status).toBe(400);
		expect((await exchange(message.replace('{', '{"limit":-1,'), asJson)).status).toBe(200);
		expect((await exchange(message.replace(/}$/, ',"limit":-1}'), asJson)).status).toBe(400);
		// Inside a command it is the command that is refused or kept raw, never the exchange.
		const command = `{"n":900,"id":"${newId()}","__proto__":{"isVoid":true},"n":901}`;
		const nested = message.replace('"commands":[]', `"commands":[${command}]`);
		const answer = await exchange(nested, asJson);
		expect(syncResponse.parse(await answer.json())).toMatchObject({ results: [], expect: 2 });
		expect({}).not.toHaveProperty('isAdmin');
		expect({}).not.toHaveProperty('isVoid');
	});

	it('knows no brackets inside texts', async () => {
		const text = '[{'.repeat(200);
		const command = { n: 2, id: newId(), args: { text: `"\\${text}` } };
		const answer = await exchange(asked({ commands: [command] }));
		expect(syncResponse.parse(await answer.json()).results).toMatchObject([{ n: 2 }]);
	});

	it('takes no replica of somebody else, and nothing without a session', async () => {
		const unknown = await exchange(asked({ replica: newId() }));
		expect(unknown.status).toBe(403);
		expect(await unknown.json()).toMatchObject({ code: 'replica_unknown' });
		const signedOut = await service.ask('/api/sync', { method: 'POST', body: asked() });
		expect(signedOut.status).toBe(401);
	});

	it('takes the work of a version that is too old to pull [B8]', async () => {
		const command = { n: 3, id: newId(), type: 'start' };
		const answer = await exchange(asked({ protocol: 0, commands: [command] }));
		expect(answer.status).toBe(426);
		expect(await answer.json()).toMatchObject({
			code: 'upgrade_needed',
			epoch: service.app.epoch,
			results: [{ n: 3, outcome: 'rejected' }]
		});
	});

	it('acknowledges what was committed before a fault', async () => {
		const { app } = service;
		const { tx } = app.db;
		const full = Object.assign(new Error('database or disk is full'), { errcode: 13 });
		app.db.tx = () => Promise.reject(full);
		const command = { n: 4, id: newId(), type: 'start' };
		const answer = await exchange(asked({ commands: [command] }));
		app.db.tx = tx;
		expect([answer.status, answer.headers.get('retry-after')]).toEqual([507, '5']);
		expect(await answer.json()).toMatchObject({ code: 'disk_full', results: [] });
		const again = await exchange(asked({ commands: [command] }));
		expect(syncResponse.parse(await again.json()).results).toMatchObject([
			{ n: 4, duplicate: false }
		]);
	});

	it('pokes by the stream and ends it when the server closes', async () => {
		const answer = await service.ask('/api/sync/stream', { cookie });
		expect(answer.headers.get('content-type')).toBe('text/event-stream');
		const reader = answer.body?.getReader();
		const next = async () => new TextDecoder().decode((await reader?.read())?.value);
		expect(await next()).toMatch(/^event: heads\ndata: \{"ref":\d+\}\n\n$/);
		service.app.wake.announce(
			new Map([
				[`user:${inspector.id}`, 9],
				['user:other', 3]
			])
		);
		expect(await next()).toBe(`event: heads\ndata: {"user:${inspector.id}":9}\n\n`);
		service.app.wake.close();
		expect((await reader?.read())?.done).toBe(true);
	});
});
