/** What stands where our server should be and is not ours, as a device meets it that asks by https. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer as createTcp, type Server } from 'node:net';
import { join } from 'node:path';

export interface Stranger {
	url: string;
	/** What was said so that he could read it. */
	readonly heard: readonly string[];
	close(): Promise<void>;
}

/** Made for these tests: self-signed, for a name that nobody has. */
const portal = readFileSync(join(import.meta.dirname, 'fixtures', 'portal.pem'));

export const strangers = {
	'a wrong certificate': () =>
		met((heard) => createHttps({ key: portal, cert: portal }, welcoming(heard))),
	'plain HTTP in place of TLS': () => met((heard) => createHttp(welcoming(heard))),
	'bytes that are no TLS': () =>
		met((heard) =>
			createTcp((socket) => {
				socket.on('error', () => undefined);
				socket.on('data', (bytes) => heard.push(bytes.toString('latin1')));
				socket.write(randomBytes(64));
			})
		)
} as const satisfies Record<string, () => Promise<Stranger>>;

/** Answers whatever he can read as if everything were well. */
function welcoming(heard: string[]): RequestListener {
	return (request, response) => {
		heard.push(`${request.method} ${request.url}`);
		response.setHeader('x-sync', '1').end('{}');
	};
}

async function met(open: (heard: string[]) => Server): Promise<Stranger> {
	const heard: string[] = [];
	const server = open(heard);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port');
	const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
	return { url: `https://127.0.0.1:${address.port}`, heard, close };
}
