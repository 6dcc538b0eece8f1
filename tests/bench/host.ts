/**
 * The built product with the bench's own addresses in front of it, in a process of its own: pages,
 * payloads and a bare durable upload under `/bench/`, everything else is the product.
 *
 * 1. One origin, no proxy: both sides of a comparison pay for the same hop.
 * 2. `/bench/store` answers after fsync, as the product acknowledges after its commit.
 * 3. `/bench/tus` is @tus/server over files as it comes.
 */
import { open } from 'node:fs/promises';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { FileStore } from '@tus/file-store';
import { Server as TusServer } from '@tus/server';
import { listen } from '../../src/cli/http-server';
import { readDemoSettings } from '../../src/cli/settings';
import { openDemo } from '../../src/cli/start';

const types: Readonly<Record<string, string>> = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript',
	'.css': 'text/css',
	'.json': 'application/json',
	'.jpg': 'image/jpeg',
	'.woff2': 'font/woff2'
};

/** Serves until it is told to stop by SIGTERM; prints the address as its first line. */
export async function host(root: string, pagesDir: string): Promise<void> {
	const settings = readDemoSettings(process.env);
	await openDemo(settings, { profile: 'muscat', seed: 'bench', stress: 1 });
	const { server, url } = await listen({ ...settings, buildDir: join(root, 'build') });
	const product = server.listeners('request');
	const directory = join(settings.dataDir, 'bench', 'tus');
	const tus = new TusServer({ path: '/bench/tus', datastore: new FileStore({ directory }) });
	server.removeAllListeners('request');
	server.on('request', (request, response) => {
		const path = new URL(request.url ?? '/', url).pathname;
		if (!path.startsWith('/bench/')) {
			for (const listener of product) Reflect.apply(listener, server, [request, response]);
			return;
		}
		if (path.startsWith('/bench/tus')) return void tus.handle(request, response);
		void answer(path.slice('/bench/'.length), request, response, [
			pagesDir,
			join(settings.dataDir, 'bench')
		]);
	});
	console.log(`open ${url}`);
}

async function answer(
	name: string,
	request: IncomingMessage,
	response: ServerResponse,
	folders: readonly string[]
): ReturnTypeOfListener {
	const [, dataDir = ''] = folders;
	if (name === 'store') return store(request, response, dataDir);
	const file = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
	if (file === undefined || name.includes('..')) return void response.writeHead(404).end();
	response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
	// Payloads come from memory, as cheap as an answer can be.
	if (extname(file) === '.json') return void response.end(held(file));
	createReadStream(file).pipe(response);
}
type ReturnTypeOfListener = Promise<ReturnType<RequestListener>>;

const kept = new Map<string, Buffer>();

function held(file: string): Buffer {
	const bytes = kept.get(file) ?? readFileSync(file);
	kept.set(file, bytes);
	return bytes;
}

let stored = 0;

async function store(request: IncomingMessage, response: ServerResponse, dataDir: string) {
	stored += 1;
	const file = await open(join(dataDir, `upload-${stored}`), 'w');
	await file.write(await buffer(request));
	await file.sync();
	await file.close();
	response.writeHead(204).end();
}
