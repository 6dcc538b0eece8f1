import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadProfile } from '$lib/server/city/load-profile';
import { mapFiles } from '$lib/server/map/map-files';
import { installCity } from '$lib/server/usecases/ref-data';
import { muscatPlan, writePmtiles } from '../../tests/support/pmtiles';
import { registerMap } from './map';
import { openDatabase } from './open-database';
import { readPlace } from './settings';

let dataDir: string;
let said: string[];

beforeEach(async () => {
	dataDir = mkdtempSync(join(tmpdir(), 'maydan-map-'));
	said = [];
	vi.stubEnv('DATA_DIR', dataDir);
	vi.stubEnv('DATABASE_URL', '');
	vi.spyOn(console, 'log').mockImplementation((line: string) => said.push(line));
	const db = await openDatabase(readPlace(process.env, []));
	await db.tx((tx) => installCity(tx, loadProfile('muscat'), 0));
	await db.close();
});
afterEach(() => {
	vi.unstubAllEnvs();
	vi.restoreAllMocks();
	rmSync(dataDir, { recursive: true });
});

function map(...args: string[]): Promise<unknown> {
	const program = new Command();
	registerMap(program);
	return program.parseAsync(['map', ...args], { from: 'user' });
}

function fileOf(bytes: Uint8Array, name = 'muscat.pmtiles'): string {
	const file = join(dataDir, name);
	writeFileSync(file, bytes);
	return file;
}
const kept = () => readdirSync(join(dataDir, 'map')).sort();
const smallMap = (name = 'Muscat') => writePmtiles(muscatPlan({ name, maxZoom: 12 }));

describe('the map of the city', () => {
	it('is added from a file, listed, replaced by the next one, and removed', async () => {
		await map('list');
		expect(said.splice(0).join()).toContain('sketch');
		await map('add', fileOf(smallMap()), '--credit', '© Survey of Oman');
		await map('list');
		expect(said.splice(0).join('\n')).toMatch(/Muscat is the map now.*zoom 8 to 12[^]*© Survey/);
		const [first] = kept();
		await map('add', fileOf(smallMap('Muscat 2027')));
		expect(kept()).toHaveLength(2);
		expect(kept()).not.toContain(first);
		await map('remove', 'pack');
		expect(kept()).toEqual(['map.json']);
		await expect(map('remove', 'pack')).rejects.toThrow('No map was added');
	});

	it('is fetched from an address, and leaves nothing where that gives none', async () => {
		const bytes = smallMap();
		const server = createServer(({ url }, answer) => {
			answer.statusCode = url === '/city.pmtiles' ? 200 : 404;
			answer.end(bytes);
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const address = server.address();
		const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
		await map('add', `${origin}/city.pmtiles`);
		expect(said[0]).toContain('Muscat is the map now');
		await expect(map('add', `${origin}/other`)).rejects.toThrow('answers 404');
		server.close();
		server.closeAllConnections();
		await once(server, 'close');
		await expect(map('add', `${origin}/city.pmtiles`)).rejects.toThrow('cannot be reached');
		expect(kept()).toHaveLength(2);
	});

	it('stays what it was when another file is refused', async () => {
		await map('add', fileOf(smallMap()));
		const before = kept();
		await expect(map('add', fileOf(Buffer.from('no map')))).rejects.toThrow('no PMTiles file');
		await expect(map('add', join(dataDir, 'nowhere'))).rejects.toThrow('There is no file');
		await expect(map('add')).rejects.toThrow('Name a PMTiles file');
		expect(kept()).toEqual(before);
	});

	it('may be pictures of a tile server, which owes its credit', async () => {
		const template = 'https://tiles.example/{z}/{x}/{y}.png';
		await map('add', '--raster', template, '--credit', '© Example');
		const { raster, pack } = await mapFiles(dataDir).read();
		expect([raster, pack]).toEqual([{ template, credit: '© Example', maxZoom: 19 }, null]);
		await expect(map('add', '--raster', template)).rejects.toThrow('--credit');
		await expect(
			map('add', '--raster', 'ftp://tiles.example', '--credit', 'x', '--max-zoom', '40')
		).rejects.toThrow(/https:\/\/\.[^]*\{z\}[^]*8 to 22/);
		await map('remove', 'raster');
		expect((await mapFiles(dataDir).read()).raster).toBe(null);
		await expect(map('remove', 'everything')).rejects.toThrow('"pack" or "raster"');
	});
});
