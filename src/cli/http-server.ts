/**
 * The small HTTP server around the built application (`build/handler.js`).
 *
 * 1. Every answer carries the security headers, static and prerendered files included, which never
 *    pass the application's own hooks. The content security policy comes from SvelteKit.
 * 2. The application is told to close by the event "sveltekit:shutdown"; the process leaves by
 *    itself when nothing holds it any more, and after `shutdownMaxMs` in any case.
 * Not here: TLS (a reverse proxy's work), routes, the database.
 */
import type { EventEmitter } from 'node:events';
import {
	createServer,
	type IncomingMessage,
	type RequestListener,
	type Server,
	type ServerResponse
} from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod/mini';
import { Refusal } from './refusal';

/** How long open requests may go on after a stop was asked. */
const shutdownGraceMs = 1_500;
/** When the process leaves even if something still holds it. */
const shutdownMaxMs = 4_500;
/** Longer than the idle time of common reverse proxies, so that they never meet a closed socket. */
const keepAliveMs = 65_000;

export interface Listening {
	/** Address of this process as this machine reaches it, without a path. */
	url: string;
	server: Server;
}

export interface HttpSettings {
	/** Folder of the built product. */
	buildDir: string;
	host: string;
	port: number;
	/** The public address of the service; absent in the demo, which follows the Host header. */
	origin?: string | undefined;
}

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/**
 * Loads the built application and listens. Settings reach the application by the environment, so
 * they are written before it is imported. Throws a `Refusal` when the port cannot be had.
 */
export async function listen(settings: HttpSettings): Promise<Listening> {
	const server = createServer({ keepAliveTimeout: keepAliveMs });
	const port = await bind(server, settings);
	const handler = loadHandler(settings);
	// Whoever is too early waits for the application instead of being sent away.
	server.on('request', answerWith(handler, settings));
	stopOnSignals(server);
	await handler;
	return { url: `http://${displayHost(settings.host)}:${port}`, server };
}

/** The headers of every answer, by lower-case name; HSTS only where the public address is https. */
export function securityHeaders(origin: string | undefined): Record<string, string> {
	return {
		'x-content-type-options': 'nosniff',
		'x-frame-options': 'DENY',
		'referrer-policy': 'strict-origin-when-cross-origin',
		'permissions-policy': 'camera=(self), geolocation=(self), microphone=(), payment=(), usb=()',
		'cross-origin-opener-policy': 'same-origin',
		'cross-origin-resource-policy': 'same-origin',
		...(origin?.startsWith('https:')
			? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }
			: {})
	};
}

function answerWith(loading: Promise<Handler>, { origin }: HttpSettings): RequestListener {
	const headers = Object.entries(securityHeaders(origin));
	return (request, response) => {
		for (const [name, value] of headers) response.setHeader(name, value);
		// A worker that is cached is a product that cannot be updated.
		if (request.url?.startsWith('/service-worker.js'))
			response.setHeader('cache-control', 'no-cache');
		if (origin === undefined) request.headers['x-forwarded-proto'] ??= 'http';
		const notFound = () => response.writeHead(404).end();
		loading.then(
			(handler) => handler(request, response, notFound),
			() => response.writeHead(503).end()
		);
	};
}

async function loadHandler({ buildDir, origin }: HttpSettings): Promise<Handler> {
	if (origin === undefined) {
		process.env.PROTOCOL_HEADER ??= 'x-forwarded-proto';
	} else {
		process.env.ORIGIN = origin;
	}
	// The outer wall only: each route sets its own, much lower limit.
	process.env.BODY_SIZE_LIMIT ??= '64M';
	const file = pathToFileURL(join(buildDir, 'handler.js')).href;
	return builtModule.parse(await import(/* @vite-ignore */ file)).handler;
}

const builtModule = z.object({
	handler: z.custom<Handler>((value) => typeof value === 'function')
});

/** Takes the port before the application opens, so that a taken port costs nothing. */
function bind(server: Server, { host, port }: HttpSettings): Promise<number> {
	return new Promise((resolve, reject) => {
		server.once('error', (error) => reject(new Refusal(whyNot(error, host, port))));
		server.listen(port, host, () => {
			const address = server.address();
			resolve(typeof address === 'object' && address !== null ? address.port : port);
		});
	});
}

function whyNot(error: Error, host: string, port: number): string {
	const code = 'code' in error ? error.code : undefined;
	if (code === 'EADDRINUSE')
		return `Port ${port} on ${host} is in use by another program: stop it, or choose another with PORT=3001.`;
	if (code === 'EACCES')
		return `This user may not listen on port ${port}: choose one above 1023 with PORT=3000.`;
	if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
		return `This machine has no address ${host}: set HOST to one of its own, or to 0.0.0.0 for all.`;
	return `Cannot listen on ${host}:${port}: ${error.message}.`;
}

function displayHost(host: string): string {
	const isLocal = ['127.0.0.1', '0.0.0.0', '::', '::1', 'localhost'].includes(host);
	if (isLocal) return 'localhost';
	return host.includes(':') ? `[${host}]` : host;
}

function stopOnSignals(server: Server): void {
	let isStopping = false;
	const stop = (signal: NodeJS.Signals) => {
		if (isStopping) process.exit(130);
		isStopping = true;
		close(server, signal);
	};
	process.on('SIGTERM', stop);
	process.on('SIGINT', stop);
}

function close(server: Server, signal: NodeJS.Signals): void {
	console.log('Stopping Maydan ...');
	server.close();
	server.closeIdleConnections();
	// The application closes its streams, jobs and database on this event of adapter-node.
	const events: EventEmitter = process;
	events.emit('sveltekit:shutdown', signal);
	setTimeout(() => server.closeAllConnections(), shutdownGraceMs).unref();
	setTimeout(() => process.exit(0), shutdownMaxMs).unref();
}
