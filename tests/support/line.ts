/**
 * A line between browsers and a server that a test can spoil: a proxy on a port of its own.
 *
 * 1. What nobody spoils passes unchanged, streams too.
 * 2. A request body is known whole before any of it goes on, so that a rule can look at it.
 * 3. Everything that was asked is kept in order: a test reads it instead of measuring time.
 * Not here: slow and lossy lines below HTTP.
 */
import {
	createServer,
	request as forward,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type Server,
	type ServerResponse
} from 'node:http';
import { once } from 'node:events';
import { gunzipSync, gzipSync } from 'node:zlib';
import { freePort } from './free-port.ts';

export interface Asked {
	method: string;
	path: string;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

/** What a rule does to a request. */
export type Trouble =
	/** The connection stands, and no byte ever comes. */
	| { kind: 'silence' }
	/** Something else answers. */
	| { kind: 'answer'; status: number; headers?: Record<string, string>; body?: string }
	/** The server answers; nobody hears it. */
	| { kind: 'lost' }
	/** The line breaks after so many bytes of the body. */
	| { kind: 'cut'; afterBytes: number }
	/** The line breaks after so many bytes of the answer. */
	| { kind: 'broken'; afterBytes: number }
	/** The server answers at once; it is heard only after this. */
	| { kind: 'late'; until: Promise<unknown> }
	/** Other bytes arrive. */
	| { kind: 'altered'; body: Buffer }
	/** The answer reads differently. */
	| { kind: 'retold'; tell: (body: string) => string };

/** The trouble for a request, or null to let it pass. */
export type Rule = (asked: Asked) => Trouble | null;

export interface Line {
	readonly url: string;
	/** Everything that was asked, oldest first. */
	readonly asked: readonly Asked[];
	/** How often this was asked. */
	count(method: string, path: RegExp): number;
	/** Spoils what the rule names until the answer is called. Later rules come first. */
	spoil(rule: Rule): () => void;
	/** Nothing listens any more, and what was under way is cut. */
	down(): Promise<void>;
	/** Back on the same port. */
	up(): Promise<void>;
	close(): Promise<void>;
}

const host = '127.0.0.1';

/** Opens a line to a server. */
export async function openLine(target: string): Promise<Line> {
	const port = await freePort();
	const asked: Asked[] = [];
	const rules: Rule[] = [];
	const serve = async (request: IncomingMessage, response: ServerResponse) => {
		const seen = await readAsked(request);
		asked.push(seen);
		const trouble = rules.map((rule) => rule(seen)).find((found) => found !== null);
		pass(target, seen, response, trouble ?? null);
	};
	let server: Server | null = null;
	const down = async () => {
		const gone = server === null ? undefined : once(server, 'close');
		server?.close();
		server?.closeAllConnections();
		server = null;
		await gone;
	};
	const up = async () => {
		if (server !== null) return;
		// A request that is cut while it is read is no failure of the line.
		server = createServer((request, response) => void serve(request, response).catch(() => {}));
		server.listen(port, host);
		await once(server, 'listening');
	};
	await up();
	return {
		url: `http://${host}:${port}`,
		asked,
		count: (method, path) => asked.filter(isFor(method, path)).length,
		spoil(rule) {
			rules.unshift(rule);
			return () => void rules.splice(rules.indexOf(rule), 1);
		},
		down,
		up,
		close: down
	};
}

/** A rule for one kind of request; `times`: how often it holds. */
export function onlyFor(method: string, path: RegExp, trouble: Trouble, times = Infinity): Rule {
	let left = times;
	return (asked) => (isFor(method, path)(asked) && left-- > 0 ? trouble : null);
}

/** The JSON body of a request, unpacked; null where it has none. */
export function jsonOf({ body, headers }: Asked): unknown {
	const text = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
	return text.length === 0 ? null : JSON.parse(text.toString());
}

/** The same request with other JSON in it, packed as it was. */
export function withJson(asked: Asked, change: (json: unknown) => unknown): Trouble {
	const text = Buffer.from(JSON.stringify(change(jsonOf(asked))));
	const isPacked = asked.headers['content-encoding'] === 'gzip';
	return { kind: 'altered', body: isPacked ? gzipSync(text) : text };
}

const isFor = (method: string, path: RegExp) => (asked: Asked) =>
	asked.method === method && path.test(asked.path);

async function readAsked(request: IncomingMessage): Promise<Asked> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	const { method = 'GET', url = '/', headers } = request;
	return { method, path: url, headers, body: Buffer.concat(parts) };
}

function pass(target: string, asked: Asked, response: ServerResponse, trouble: Trouble | null) {
	if (trouble?.kind === 'silence') return;
	if (trouble?.kind === 'answer') {
		const { status, headers = {}, body = '' } = trouble;
		response.writeHead(status, { 'cache-control': 'no-store', ...headers }).end(body);
		return;
	}
	const body = trouble?.kind === 'altered' ? trouble.body : asked.body;
	const headers = { ...asked.headers };
	if (trouble?.kind === 'retold') delete headers['accept-encoding'];
	if (trouble?.kind === 'altered') headers['content-length'] = String(body.length);
	const onward = forward(target + asked.path, { method: asked.method, headers, agent: false });
	onward.once('error', () => response.destroy());
	response.once('close', () => onward.destroy());
	onward.once('response', (answer) => void answerWith(answer, response, trouble));
	if (trouble?.kind !== 'cut') return void onward.end(body);
	onward.write(body.subarray(0, trouble.afterBytes), () => {
		onward.destroy();
		response.destroy();
	});
}

async function answerWith(
	answer: IncomingMessage,
	response: ServerResponse,
	trouble: Trouble | null
): Promise<void> {
	answer.once('error', () => response.destroy());
	if (trouble?.kind === 'lost') return void answer.resume().once('end', () => response.destroy());
	if (trouble?.kind === 'late') await trouble.until;
	const { statusCode = 502, headers } = answer;
	if (trouble?.kind === 'broken') {
		response.writeHead(statusCode, headers);
		return breakAfter(trouble.afterBytes, answer, response);
	}
	if (trouble?.kind !== 'retold') {
		response.writeHead(statusCode, headers).flushHeaders();
		return void answer.pipe(response);
	}
	delete headers['content-length'];
	const parts: Buffer[] = await answer.toArray();
	response.writeHead(statusCode, headers).end(trouble.tell(Buffer.concat(parts).toString()));
}

/** Passes so many bytes on and then breaks the connection, as soon as they have left. */
async function breakAfter(
	bytes: number,
	answer: IncomingMessage,
	response: ServerResponse
): Promise<void> {
	let left = bytes;
	for await (const chunk of answer) {
		const part = (chunk as Buffer).subarray(0, left);
		left -= part.length;
		await new Promise((resolve) => response.write(part, resolve));
		if (left > 0) continue;
		response.destroy();
		return;
	}
	response.end();
}
