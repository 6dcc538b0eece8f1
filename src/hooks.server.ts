/**
 * Every request passes here: it is named, its session is looked up, and under /api nothing is
 * answered that is not allowed.
 *
 * 1. Denied by default: an endpoint is public only when it stands in `publicRoutes`.
 * 2. A cookie counts for a change only when our own pages sent the request (Origin, Sec-Fetch-Site).
 * 3. A request that names its person is answered for that person or not at all: after a switch on a
 *    shared device the cookie may still be somebody else's.
 * 4. An inactive person is signed out at the next request, on every device.
 * 5. The log names routes, never addresses with their questions, and no people.
 * Pages hold no data of ours: they are served to anybody and read the device's own database.
 */
import { randomUUID } from 'node:crypto';
import { building, dev } from '$app/environment';
import type { Handle, HandleServerError, RequestEvent, ServerInit } from '@sveltejs/kit';
import { macHeader, replicaHeader } from '$lib/protocol/escrow';
import { personHeader } from '$lib/protocol/session';
import { syncHeader } from '$lib/protocol/version';
import { openApp, type ServerApp } from '$lib/server/app';
import { readEnvironment } from '$lib/server/env';
import { fail, packedPage } from '$lib/server/http';
import { log } from '$lib/server/log';
import { openEdge, type Edge } from '$lib/server/open-edge';
import { findPerson } from '$lib/server/repositories/people';
import { findRecall } from '$lib/server/repositories/recalls';
import { findReplica, hasEnded } from '$lib/server/repositories/replicas';
import { speakTheirLanguage } from '$lib/server/request-locale';
import { isForeign } from '$lib/server/same-origin';
import { noteRecallReached } from '$lib/server/usecases/recall-tablet';

const publicRoutes = new Set(['/api/health', '/api/auth/sign-in', '/api/auth/switch']);
/** Without a session these ask for the signature of a replica (server/replica-mac), by themselves. */
const isSigned = (route: string, { headers }: Request) =>
	route === '/api/escrow' || (route === '/api/photos/[...path]' && headers.has(macHeader));

interface Service {
	app: ServerApp;
	edge: Edge;
}
let opening: Promise<Service> | undefined;

/** Opens the database before the first request, so that a fault shows at the start. */
export const init: ServerInit = async () => {
	if (building) return;
	await service();
	process.once('sveltekit:shutdown', close);
};

export const handle: Handle = (input) => {
	const { event } = input;
	event.locals.requestId = randomUUID();
	const route = event.route.id ?? event.url.pathname;
	// Pages speak the reader's language, missing ones too; the API speaks in codes.
	if (building) return speakTheirLanguage(input);
	return isApi(route) ? answer(input, route) : page(input);
};

async function page(input: Parameters<Handle>[0]): Promise<Response> {
	return packedPage(input.event.request, await speakTheirLanguage(input));
}

async function answer({ event, resolve }: Parameters<Handle>[0], route: string): Promise<Response> {
	const startedAt = performance.now();
	const response = (await refuse(event, route)) ?? (await resolve(event));
	response.headers.set('x-request-id', event.locals.requestId);
	// Also on a refusal: a device takes an answer without it for a captive portal's.
	response.headers.set(syncHeader, '1');
	for (const cookie of renewals.get(event) ?? []) response.headers.append('set-cookie', cookie);
	const { method } = event.request;
	const took = Math.round(performance.now() - startedAt);
	const line = { requestId: event.locals.requestId, method, route: event.route.id };
	log[response.status < 500 ? 'debug' : 'error']({ ...line, status: response.status, ms: took });
	return response;
}

export const handleError: HandleServerError = ({ error, event, status }) => {
	if (status === 404) return { message: 'Not found', code: 'not_found' };
	const { requestId } = event.locals;
	log.error({ err: error, requestId, route: event.route.id }, 'broken');
	return { message: 'Broken', code: 'broken' };
};

/** Cookies that prolong a session, to be sent with the answer. */
const renewals = new WeakMap<RequestEvent, string[]>();

function isApi(route: string): boolean {
	return route === '/api' || route.startsWith('/api/');
}

/** Fills in who asks; the answer to give instead when the request may not go on. */
async function refuse(event: RequestEvent, route: string): Promise<Response | null> {
	if (isForeign(event.request, event.url.origin)) {
		log.warn(
			{ requestId: event.locals.requestId, route },
			'a change from another site was refused'
		);
		return fail('cross_site');
	}
	Object.assign(event.locals, await service());
	if (publicRoutes.has(route)) return null;
	const code = await recognise(event);
	if (code !== null && isSigned(route, event.request)) return null;
	if (code !== null) return unknown(event, code);
	return event.route.id === null ? fail('not_found') : null;
}

type Unknown = 'signed_out' | 'other_person';

/** A device whose access has ended is told so, and hands its work in; all others only sign in again. */
async function unknown({ locals, request }: RequestEvent, code: Unknown): Promise<Response> {
	const { reader } = locals.app.db;
	const id = request.headers.get(replicaHeader);
	const replica = id === null ? undefined : await findReplica(reader, id);
	const owner = replica && (await findPerson(reader, replica.user_id));
	const isRevoked = replica !== undefined && owner !== undefined && hasEnded(replica, owner);
	if (!isRevoked) return fail(code);
	const recall = await findRecall(reader, replica.id);
	if (recall?.reached_at === null) await noteRecallReached(locals.app, replica.id);
	return fail('replica_revoked', {
		lastN: replica.last_n,
		...(recall === undefined ? {} : { isRecalled: true })
	});
}

/** Fills in whose session it is; the code of the answer where it is nobody's, or not the asked one's. */
async function recognise(event: RequestEvent): Promise<Unknown | null> {
	const { app, edge } = event.locals;
	const session = await edge.auth.session(event.request.headers);
	if (session === null) return 'signed_out';
	const person = await findPerson(app.db.kysely, session.personId);
	if (person === undefined || !person.active) {
		await edge.auth.revokeAll(session.personId);
		return 'signed_out';
	}
	const asked = event.request.headers.get(personHeader);
	if (asked !== null && asked !== person.id) return 'other_person';
	event.locals.person = person;
	event.locals.session = { id: session.id };
	renewals.set(event, session.cookies);
	return null;
}

function service(): Promise<Service> {
	return (opening ??= open());
}

async function open(): Promise<Service> {
	const app = await openApp(readEnvironment(process.env, { isDev: dev }));
	return { app, edge: openEdge(app) };
}

async function close(): Promise<void> {
	const { app } = await service();
	await app.close();
}
