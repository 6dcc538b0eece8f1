/**
 * A reverse proxy in front of the host as a city has one: TLS and HTTP/2. Tablets need HTTPS, and a
 * browser that has it speaks HTTP/2; marks for a page of many files over HTTP/1.1 would be of a
 * service that nobody runs.
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface Front {
	url: string;
	close(): void;
}

/** Null where no certificate can be made: openssl is missing. */
export async function openFront(host: string, folder: string): Promise<Front | null> {
	const certificate = makeCertificate(folder);
	if (certificate === null) return null;
	const server = createSecureServer({ ...certificate, allowHTTP1: true }, (asked, answer) =>
		pass(host, asked, answer)
	);
	server.listen(0, 'localhost');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return { url: `https://localhost:${port}`, close: () => void server.close() };
}

function makeCertificate(folder: string): { key: Buffer; cert: Buffer } | null {
	const [key, cert] = [join(folder, 'front.key'), join(folder, 'front.pem')];
	const kind = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
	const { status } = spawnSync('openssl', ['req', ...kind, '-keyout', key, '-out', cert]);
	return status === 0 ? { key: readFileSync(key), cert: readFileSync(cert) } : null;
}

function pass(host: string, asked: Http2ServerRequest, answer: Http2ServerResponse): void {
	const { ':authority': authority, ...rest } = asked.headers;
	const plain = Object.entries(rest).filter(([name]) => !name.startsWith(':'));
	const headers = {
		...Object.fromEntries(plain),
		host: authority ?? rest.host ?? '',
		'x-forwarded-proto': 'https'
	};
	const onward = request(host + asked.url, { method: asked.method, headers });
	onward.on('error', () => answer.end());
	onward.once('response', (heard) => {
		const kept = Object.entries(heard.headers).filter(([name]) => !ofOneHop.has(name));
		answer.writeHead(heard.statusCode ?? 502, Object.fromEntries(kept));
		heard.pipe(answer);
	});
	answer.once('close', () => onward.destroy());
	asked.pipe(onward);
}

/** HTTP/2 has no such headers. */
const ofOneHop = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade']);
