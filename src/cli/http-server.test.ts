import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { listen, securityHeaders, type Listening } from './http-server';
import { Refusal } from './refusal';

/** A built application that tells what reached it. */
const handler = `export const handler = (request, response, next) =>
	request.url === '/nothing' ? next() : response.end(JSON.stringify(request.headers));`;

let buildDir: string;
const open: Listening[] = [];
const environment = { ...process.env };

beforeAll(() => {
	buildDir = mkdtempSync(join(tmpdir(), 'maydan-http-'));
	writeFileSync(join(buildDir, 'handler.js'), handler);
	writeFileSync(join(buildDir, 'package.json'), '{ "type": "module" }');
});
afterEach(async () => {
	for (const { server } of open.splice(0)) {
		server.close();
		server.closeAllConnections();
		await once(server, 'close');
	}
	process.env = { ...environment };
});
afterAll(() => rmSync(buildDir, { recursive: true }));

async function start(origin?: string): Promise<Listening> {
	const listening = await listen({ buildDir, host: '127.0.0.1', port: 0, origin });
	open.push(listening);
	return listening;
}

async function get({ server }: Listening, path: string) {
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	const sent = request({ host: '127.0.0.1', port, path }).end();
	const [response]: IncomingMessage[] = await once(sent, 'response');
	if (response === undefined) throw new Error('no answer');
	const body = (await response.toArray()).join('');
	return { status: response.statusCode, headers: response.headers, body };
}

describe('listen', () => {
	it('puts the security headers on every answer, also on one that nobody gave [1]', async () => {
		const server = await start();
		const expected = securityHeaders(undefined);
		expect((await get(server, '/')).headers).toMatchObject(expected);
		const missing = await get(server, '/nothing');
		expect(missing.status).toBe(404);
		expect(missing.headers).toMatchObject(expected);
	});

	it('lets nobody keep an old service worker', async () => {
		const server = await start();
		const worker = await get(server, '/service-worker.js');
		expect(worker.headers['cache-control']).toBe('no-cache');
	});

	it('lets the demo follow the address in the browser, and production its own', async () => {
		expect((await get(await start(), '/')).body).toContain('"x-forwarded-proto":"http"');
		expect(process.env.PROTOCOL_HEADER).toBe('x-forwarded-proto');
		const production = await start('https://maydan.example');
		expect((await get(production, '/')).body).not.toContain('x-forwarded-proto');
		expect(process.env.ORIGIN).toBe('https://maydan.example');
	});

	it('says in one sentence that the port is taken', async () => {
		const { server } = await start();
		const address = server.address();
		const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
		const second = listen({ buildDir, host: '127.0.0.1', port });
		await expect(second).rejects.toThrow(Refusal);
		await expect(second).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use`);
	});
});

describe('securityHeaders', () => {
	it('asks for https for ever only where the public address has it', () => {
		const name = 'strict-transport-security';
		expect(securityHeaders('https://maydan.example')).toHaveProperty(name);
		expect(securityHeaders('http://10.0.0.5:3000')).not.toHaveProperty(name);
		expect(securityHeaders(undefined)).not.toHaveProperty(name);
	});

	it('leaves camera and place to the product itself', () => {
		expect(securityHeaders(undefined)['permissions-policy']).toMatch(
			/camera=\(self\), geolocation=\(self\)/
		);
	});
});
