/**
 * The whole edge without a socket: requests go through `handle` to the endpoints found in the routes
 * folder, with the database that the environment names.
 */
import { vi } from 'vitest';
import type { ServerApp } from '../../src/lib/server/app';
import { createAccount, hashPassword } from '../../src/lib/server/auth/accounts';
import { loadProfile } from '../../src/lib/server/city/load-profile';
import type { Tx } from '../../src/lib/server/db/tables';
import { addReports } from '../../src/lib/server/repositories/reports';
import { declarePhotos } from '../../src/lib/server/repositories/photos';
import { installCity, publishPeople } from '../../src/lib/server/usecases/ref-data';
import type { Person } from '../../src/lib/domain/people/actor';
import type { Report } from '../../src/lib/domain/report/report';

export const origin = 'http://localhost:3000';
export const password = 'wadi-al-khoud-2026';
export const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof methods)[number];

type Endpoint = (event: object) => Promise<Response>;
const routes = import.meta.glob<Partial<Record<Method, Endpoint>>>(
	'../../src/routes/api/**/+server.ts'
);

export interface Asked {
	method?: Method;
	body?: BodyInit | object | null;
	headers?: Record<string, string>;
	/** As `signIn` returned it. */
	cookie?: string;
}

export interface Service {
	app: ServerApp;
	/** Asks as our own pages do: same origin, JSON where the body is an object. */
	ask(path: string, asked?: Asked): Promise<Response>;
	/** Signs in and returns the cookie header. */
	signIn(person: Person): Promise<string>;
	close(): Promise<void>;
}

/** Every endpoint there is: its route id and its methods. */
export async function endpoints(): Promise<{ id: string; method: Method }[]> {
	const found = await Promise.all(
		Object.entries(routes).map(async ([file, load]) => {
			const module = await load();
			const own = methods.filter((method) => module[method] !== undefined);
			return own.map((method) => ({ id: routeOf(file), method }));
		})
	);
	return found.flat();
}

/** Opens the service over a database: `DATA_DIR` and, for PostgreSQL, `DATABASE_URL`. */
export async function openService(env: Record<string, string>): Promise<Service> {
	vi.resetModules();
	for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
	const hooks = await import('../../src/hooks.server');
	let app: ServerApp | undefined;
	const ask = async (path: string, asked: Asked = {}) => {
		const event = eventOf(path, asked);
		const resolve = async () => {
			app = event.locals.app;
			const load = Object.entries(routes).find(([file]) => routeOf(file) === event.route.id)?.[1];
			const endpoint = (await load?.())?.[asked.method ?? 'GET'];
			return (await endpoint?.(event)) ?? new Response(null, { status: 404 });
		};
		// The parts of an event that the edge reads; the framework's own tests cover the rest.
		return hooks.handle({ event, resolve } as unknown as Parameters<typeof hooks.handle>[0]);
	};
	await ask('/api/health');
	if (app === undefined) throw new Error('the service did not open');
	return {
		app,
		ask,
		async signIn({ userName }) {
			const answer = await ask('/api/auth/sign-in', {
				method: 'POST',
				body: { userName, password }
			});
			if (!answer.ok) throw new Error(`sign-in answered ${answer.status}`);
			return answer.headers.getSetCookie().map(pairOf).join('; ');
		},
		async close() {
			await app?.close();
			vi.unstubAllEnvs();
		}
	};
}

/** Installs Muscat with these people (all with `password`) and these reports and their photos. */
export async function settle(
	{ db }: ServerApp,
	people: readonly Person[],
	reports: readonly Report[]
): Promise<void> {
	const hash = await hashPassword(password);
	await db.tx(async (tx) => {
		await installCity(tx, loadProfile('muscat'), 0);
		await publishPeople(tx, people, { isDemo: false, at: 0 });
		for (const person of people) await createAccount(tx, person, hash, 0);
		await storeReports(tx, reports);
	});
}

/** Stores reports as they are, with their photos declared. */
export async function storeReports(tx: Tx, reports: readonly Report[]): Promise<void> {
	await addReports(
		tx,
		reports.map((report) => ({ report, head: { seq: 0, hash: '' } }))
	);
	for (const { id, photos } of reports) {
		const rows = photos.map(({ sha256, size, width, height, state, actorId, declaredAt }) => ({
			...{ sha256, size, width, height, state, mime: 'image/jpeg' },
			...{ declared_by: actorId, declared_at: declaredAt, verified_at: null }
		}));
		const uses = photos.map(({ sha256 }) => ({ report_id: id, sha256 }));
		await declarePhotos(tx, rows, uses);
	}
}

function routeOf(file: string): string {
	return file.replace(/^.*\/routes/, '').replace(/\/\+server\.ts$/, '');
}

function eventOf(path: string, { method = 'GET', body = null, headers = {}, cookie }: Asked) {
	const url = new URL(path, origin);
	const isObject = body !== null && Object.getPrototypeOf(body) === Object.prototype;
	const request = new Request(url, {
		method,
		body: isObject ? JSON.stringify(body) : (body as BodyInit | null),
		headers: {
			origin,
			...(isObject ? { 'content-type': 'application/json' } : {}),
			...(cookie === undefined ? {} : { cookie }),
			...headers
		}
	});
	const locals: Partial<App.Locals> = {};
	return {
		...{ request, url, locals: locals as App.Locals, ...matchRoute(url.pathname) },
		getClientAddress: () => headers['x-test-address'] ?? '127.0.0.1',
		setHeaders: () => undefined,
		cookies: { get: (name: string) => cookieIn(cookie, name), set: () => undefined }
	};
}

function matchRoute(pathname: string) {
	for (const file of Object.keys(routes)) {
		const id = routeOf(file);
		const pattern = id
			.replace(/\/\[\.\.\.(\w+)\]/g, '(?:/(?<$1>.*))?')
			.replace(/\[(\w+)\]/g, '(?<$1>[^/]+)');
		const match = new RegExp(`^${pattern}$`).exec(pathname);
		if (match !== null) return { route: { id }, params: { ...match.groups } };
	}
	return { route: { id: null }, params: {} };
}

function cookieIn(header: string | undefined, name: string): string | undefined {
	const pairs = (header ?? '').split('; ').map((pair) => pair.split('='));
	return pairs.find(([key]) => key === name)?.[1];
}

function pairOf(cookie: string): string {
	return cookie.split(';')[0] ?? '';
}
