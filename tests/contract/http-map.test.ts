/** The operator's map over HTTP: whole and in ranges, to the signed-in only, and only the one that counts. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mapInfo, type MapPack } from '../../src/lib/protocol/map';
import { mapFiles } from '../../src/lib/server/map/map-files';
import { aPerson } from '../support/builders';
import { muscatPlan, writePmtiles } from '../support/pmtiles';
import { openService, settle, type Service } from './http-service';

const ali = aPerson('inspector', { id: 'ali', userName: 'ali' });
const bytes = writePmtiles(muscatPlan({ maxZoom: 12, paddingBytes: 100_000 }));
const dataDir = mkdtempSync(join(tmpdir(), 'maydan-map-'));
const files = mapFiles(dataDir);
let service: Service;
let cookie: string;
let path: string;

/** Makes these bytes the map, as the command does. */
async function add(content: Uint8Array): Promise<MapPack> {
	const staged = await files.stage(Readable.from([content]));
	const pack: MapPack = {
		...{ sha256: staged.sha256, name: 'Muscat', sizeBytes: content.length },
		...{ bounds: [23.5, 58.5, 23.7, 58.7], minZoom: 8, maxZoom: 12 },
		...{ credit: '© OpenStreetMap', addedAt: 1 }
	};
	await files.accept(staged, pack);
	return pack;
}

beforeAll(async () => {
	service = await openService({ DATA_DIR: dataDir, DATABASE_URL: '' });
	await settle(service.app, [ali], []);
	cookie = await service.signIn(ali);
	path = `/api/map/packs/${(await add(bytes)).sha256}`;
});
afterAll(async () => {
	await service.close();
	rmSync(dataDir, { recursive: true });
});

const ask = (to: string, headers: Record<string, string> = {}) =>
	service.ask(to, { cookie, headers });
const bodyOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

describe('the map of the operator', () => {
	test('is told and given to nobody without a session', async () => {
		for (const closed of ['/api/map', path, '/api/map/raster/8/1/1'])
			expect((await service.ask(closed)).status).toBe(401);
	});

	test('is told to whoever is signed in: size, bounds, zooms, credit', async () => {
		const info = mapInfo.parse(await (await ask('/api/map')).json());
		expect(info).toMatchObject({
			pack: { sizeBytes: bytes.length, maxZoom: 12, credit: '© OpenStreetMap' },
			raster: null
		});
	});

	test('comes whole, by its hash and no other', async () => {
		const answer = await ask(path);
		expect([answer.status, answer.headers.get('accept-ranges')]).toEqual([200, 'bytes']);
		expect(answer.headers.get('etag')).toBe(`"${path.split('/').at(-1)}"`);
		expect((await bodyOf(answer)).equals(bytes)).toBe(true);
		expect((await ask(`/api/map/packs/${'0'.repeat(64)}`)).status).toBe(404);
		expect((await ask('/api/map/packs/..%2f..%2fsecret')).status).toBe(404);
	});

	test('goes on from where a download was cut, byte by byte [story 36]', async () => {
		const answer = await ask(path, { range: 'bytes=50000-' });
		expect(answer.status).toBe(206);
		expect(answer.headers.get('content-range')).toBe(
			`bytes 50000-${bytes.length - 1}/${bytes.length}`
		);
		expect((await bodyOf(answer)).equals(bytes.subarray(50_000))).toBe(true);
		const piece = await ask(path, { range: 'bytes=10-19' });
		expect([piece.status, piece.headers.get('content-length')]).toEqual([206, '10']);
	});

	test('comes whole to who holds a piece of another version, and not at all where nothing is left', async () => {
		const other = await ask(path, { range: 'bytes=50000-', 'if-range': '"another"' });
		expect(other.status).toBe(200);
		await other.body?.cancel();
		const beyond = await ask(path, { range: `bytes=${bytes.length}-` });
		expect([beyond.status, beyond.headers.get('content-range')]).toEqual([
			416,
			`bytes */${bytes.length}`
		]);
		const same = await ask(path, { 'if-none-match': `"${path.split('/').at(-1)}"` });
		expect([same.status, await same.text()]).toEqual([304, '']);
	});

	test('gives way to the next one at once', async () => {
		const next = await add(writePmtiles(muscatPlan({ maxZoom: 12, name: 'Next' })));
		expect((await ask(path)).status).toBe(404);
		expect(mapInfo.parse(await (await ask('/api/map')).json()).pack?.sha256).toBe(next.sha256);
	});
});

describe('pictures of a tile server', () => {
	let tiles: Server;
	let asked: (string | undefined)[];

	beforeAll(async () => {
		asked = [];
		tiles = createServer(({ url }, answer) => {
			asked.push(url);
			if (url === '/9/1/1') return answer.writeHead(302, { location: '/8/1/2' }).end();
			const isPicture = url === '/8/1/2';
			answer.setHeader('content-type', isPicture ? 'image/png' : 'text/html');
			answer.end('bytes of a picture');
		}).listen(0, '127.0.0.1');
		await once(tiles, 'listening');
		const address = tiles.address();
		const port = typeof address === 'object' ? address?.port : '';
		const template = `http://127.0.0.1:${port}/{z}/{x}/{y}`;
		await files.setRaster({ template, credit: '© Tiles', maxZoom: 17 });
	});
	afterAll(() => {
		tiles.close();
		tiles.closeAllConnections();
	});

	test('pass through this server, whose address devices are not told', async () => {
		const answer = await ask('/api/map/raster/8/1/2');
		expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
		const told = await (await ask('/api/map')).text();
		expect(told).toContain('© Tiles');
		expect(told).not.toContain('127.0.0.1');
	});

	test.each(['8/1/3', '9/1/1', '18/0/0', '8/256/0', '8/-1/0', '8/1.5/0', 'x/y/z'])(
		'do not come for %s: no picture, another address, or outside the world',
		async (tile) => expect((await ask(`/api/map/raster/${tile}`)).status).toBe(404)
	);

	test('are asked for only where they can be', () => {
		expect(asked).toEqual(['/8/1/2', '/8/1/3', '/9/1/1']);
	});
});
