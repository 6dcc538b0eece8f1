/**
 * Reads bodies that devices may send packed: plain or gzip, within their limits whatever they claim.
 *
 * 1. No more than the limit is read or unpacked.
 * 2. What nests deeper than any command does is refused before it is parsed.
 */
import { parsed } from '$lib/domain/parse';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { ZodMiniType } from 'zod/mini';
import type { FailureCode } from '$lib/protocol/failure';

const unpack = promisify(gunzip);
const maxDepth = 24;

export type Reading<T> = { value: T } | { code: FailureCode; field?: string };

/** The body by its schema, of at most `maxBytes` unpacked, or the failure to answer with. */
export async function readPacked<T>(
	request: Request,
	schema: ZodMiniType<T>,
	maxBytes: number
): Promise<Reading<T>> {
	if (!isJson(request)) return { code: 'unsupported_type' };
	const packed = await readBytes(request, maxBytes);
	if (packed === null) return { code: 'too_large' };
	const text = await unpacked(packed, request.headers.get('content-encoding'), maxBytes);
	return typeof text === 'string' ? readText(text, schema) : text;
}

/** A JSON text by its schema. */
export function readText<T>(text: string, schema: ZodMiniType<T>): Reading<T> {
	if (nestsTooDeep(text)) return { code: 'malformed' };
	const read = parsed(schema, parseJson(text));
	if (read.success) return { value: read.data };
	return { code: 'malformed', field: read.error.issues[0]?.path.join('.') };
}

function isJson(request: Request): boolean {
	const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
	return type === 'application/json';
}

async function readBytes(request: Request, maxBytes: number): Promise<Buffer | null> {
	if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return null;
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of request.body ?? []) {
		length += chunk.byteLength;
		if (length > maxBytes) return null;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

async function unpacked(
	bytes: Buffer,
	encoding: string | null,
	maxBytes: number
): Promise<string | { code: FailureCode }> {
	if (encoding === null || encoding === 'identity') return bytes.toString('utf8');
	if (encoding !== 'gzip') return { code: 'unsupported_type' };
	try {
		return (await unpack(bytes, { maxOutputLength: maxBytes })).toString('utf8');
	} catch (error) {
		const isTooLong =
			error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
		return { code: isTooLong ? 'too_large' : 'malformed' };
	}
}

/** Counts brackets outside of texts, without parsing. */
function nestsTooDeep(text: string): boolean {
	let depth = 0;
	let isInText = false;
	for (let at = 0; at < text.length; at++) {
		const char = text.charCodeAt(at);
		if (isInText) {
			if (char === backslash) at += 1;
			else if (char === quote) isInText = false;
			continue;
		}
		if (char === quote) isInText = true;
		else if (char === openBrace || char === openBracket) depth += 1;
		else if (char === closeBrace || char === closeBracket) depth -= 1;
		if (depth > maxDepth) return true;
	}
	return false;
}

const [quote, backslash] = [0x22, 0x5c];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/** Undefined, which the schema does not take, where the text is not JSON. */
function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
