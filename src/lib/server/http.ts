/**
 * The one door between endpoints and HTTP: reads bodies within limits, writes JSON, and turns what
 * went wrong into a status and a code of the closed list.
 *
 * 1. Every failure is a `failureBody`; nothing internal (stack, SQL, path) leaves through here.
 * 2. Nothing that an endpoint answers may be stored by a cache, unless it says so itself.
 * 3. A body is never read further than its limit.
 * Not here: who may call (hooks.server), what the endpoints do (use cases).
 */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ZodMiniType } from 'zod/mini';
import { parsed } from '$lib/domain/parse';
import type { Person } from '$lib/domain/people/actor';
import { failures, type FailureBody, type FailureCode } from '$lib/protocol/failure';
import { isDiskFull, isTransient, isUnreachable, isUnstorable } from './db/dialect';
import { log } from './log';

/** Bodies of this size and more travel compressed to whoever accepts it; below it nothing is gained. */
const compressFromBytes = 200;
const compress = promisify(gzip);
const secondMs = 1000;
/** Failures of the moment say when to come again, whoever answers with them, ms. */
const comeAgainMs: Partial<Record<FailureCode, number>> = {
	too_many_requests: 60 * secondMs,
	busy: 5 * secondMs,
	disk_full: 5 * secondMs
};

export interface FailureDetails {
	/** Name of the offending input. */
	field?: string;
	detail?: string;
	/** See protocol/failure. */
	lastN?: number;
	/** When another try makes sense, where the caller knows better than the code does. */
	retryAfterMs?: number;
}

/** The answer to a request that cannot be served; the status follows from the code. */
export function fail(
	code: FailureCode,
	{ retryAfterMs = comeAgainMs[code], ...details }: FailureDetails = {}
) {
	const body: FailureBody = { code, ...details };
	const headers = new Headers({ 'cache-control': 'no-store' });
	if (retryAfterMs !== undefined) {
		headers.set('retry-after', String(Math.max(1, Math.ceil(retryAfterMs / secondMs))));
	}
	return Response.json(body, { status: failures[code], headers });
}

/** A JSON answer, compressed from 200 bytes on where the caller accepts gzip; never cached. */
export function json(request: Request, data: unknown, init: ResponseInit = {}): Promise<Response> {
	return jsonText(request, JSON.stringify(data), init);
}

/** As `json`, for a body that is JSON text already. */
export async function jsonText(request: Request, text: string, init: ResponseInit = {}) {
	const headers = new Headers(init.headers);
	headers.set('content-type', 'application/json');
	headers.set('cache-control', 'no-store');
	headers.append('vary', 'accept-encoding');
	const isPacked = text.length >= compressFromBytes && acceptsGzip(request);
	if (isPacked) headers.set('content-encoding', 'gzip');
	const body = isPacked ? await compress(text) : Buffer.from(text);
	headers.set('content-length', String(body.byteLength));
	return new Response(body, { ...init, headers });
}

/** A page, compressed where its reader accepts gzip; everything else as it is. */
export async function packedPage(request: Request, page: Response): Promise<Response> {
	const isPage = page.headers.get('content-type')?.startsWith('text/html') === true;
	if (!isPage || page.body === null || page.headers.has('content-encoding')) return page;
	page.headers.append('vary', 'accept-encoding');
	if (!acceptsGzip(request)) return page;
	const body = await compress(await page.text());
	page.headers.set('content-encoding', 'gzip');
	page.headers.set('content-length', String(body.byteLength));
	// The same page in other bytes.
	const etag = page.headers.get('etag');
	if (etag?.startsWith('"')) page.headers.set('etag', `W/${etag}`);
	return new Response(body, page);
}

/** Done, nothing to say. */
export function noContent(): Response {
	return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } });
}

export type Read<T> = { value: T } | { answer: Response };

/**
 * Reads and parses a JSON body of at most `maxBytes`. The answer to give instead is
 * `unsupported_type`, `too_large` or `malformed` with the path of the first wrong field.
 */
export async function readJson<T>(
	request: Request,
	schema: ZodMiniType<T>,
	maxBytes: number
): Promise<Read<T>> {
	if (!isJson(request)) return { answer: fail('unsupported_type') };
	const text = await readText(request, maxBytes);
	if (text === null) return { answer: fail('too_large') };
	const read = parsed(schema, parseJson(text));
	if (read.success) return { value: read.data };
	return {
		answer: fail('malformed', { field: read.error.issues[0]?.path.join('.') || undefined })
	};
}

type Event = { locals: App.Locals; route: { id: string | null } };

/** Who asks, as an endpoint that needs a person gets it. */
export interface Caller {
	person: Person;
	sessionId: string;
}

/**
 * Wraps an endpoint that anybody may call: what it throws is logged and answered by `broken`, `busy`
 * or `disk_full`. What is not an error (a redirect of the framework) passes through.
 */
export function endpoint<E extends Event>(
	handler: (event: E) => Response | Promise<Response>
): (event: E) => Promise<Response> {
	return async (event) => {
		try {
			return await handler(event);
		} catch (error) {
			if (!(error instanceof Error)) throw error;
			const code = codeOf(error);
			const { requestId } = event.locals;
			log.error({ err: error, requestId, route: event.route.id }, code);
			return fail(code);
		}
	};
}

/** As `endpoint`, for signed-in people only: `signed_out` to everybody else. */
export function endpointFor<E extends Event>(
	handler: (event: E, caller: Caller) => Response | Promise<Response>
): (event: E) => Promise<Response> {
	return endpoint((event) => {
		const { person, session } = event.locals;
		if (person === undefined || session === undefined) return fail('signed_out');
		return handler(event, { person, sessionId: session.id });
	});
}

/** What an exception of the outside world (disk, database) means to a caller; `broken` otherwise. */
export function codeOf(error: Error): FailureCode {
	const code = 'code' in error ? String(error.code) : '';
	if (isDiskFull(error) || code === 'EDQUOT') return 'disk_full';
	if (isUnstorable(error)) return 'malformed';
	return isTransient(error) || isUnreachable(error) ? 'busy' : 'broken';
}

/** As `codeOf`, for work that was rolled back and may come again, whatever stood in its way. */
export function codeOfFault({ cause }: Error): FailureCode {
	const code = cause instanceof Error ? codeOf(cause) : 'busy';
	return code === 'broken' ? 'busy' : code;
}

function isJson(request: Request): boolean {
	const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
	return type === 'application/json';
}

/** A quality of nought means never. */
function acceptsGzip(request: Request): boolean {
	const offers = (request.headers.get('accept-encoding') ?? '').split(',');
	return offers.some((offer) => /^\s*gzip\s*(;(?!\s*q=0(\.0*)?\s*$).*)?$/i.test(offer));
}

async function readText(request: Request, maxBytes: number): Promise<string | null> {
	if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return null;
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of request.body ?? []) {
		length += chunk.byteLength;
		if (length > maxBytes) return null;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString('utf8');
}

/** Undefined, which no schema takes, where the text is not JSON. */
function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
