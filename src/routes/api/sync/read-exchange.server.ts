/**
 * Reads the body of an exchange: plain or gzip, within its limits whatever it claims to be.
 *
 * 1. No more than `maxBodyBytes` are read or unpacked.
 * 2. What nests deeper than any command does is refused before it is parsed.
 */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { maxBodyBytes, syncRequest, type SyncRequest } from '$lib/protocol/sync';
import type { FailureCode } from '$lib/protocol/failure';

const unpack = promisify(gunzip);
const maxDepth = 24;

export type Reading = { value: SyncRequest } | { code: FailureCode; field?: string };

/** The exchange, or the failure to answer with. */
export async function readExchange(request: Request): Promise<Reading> {
	if (!isJson(request)) return { code: 'unsupported_type' };
	const packed = await readBytes(request);
	if (packed === null) return { code: 'too_large' };
	const text = await unpacked(packed, request.headers.get('content-encoding'));
	if (typeof text !== 'string') return text;
	if (nestsTooDeep(text)) return { code: 'malformed' };
	const parsed = syncRequest.safeParse(parseJson(text));
	if (parsed.success) return { value: parsed.data };
	return { code: 'malformed', field: parsed.error.issues[0]?.path.join('.') };
}

function isJson(request: Request): boolean {
	const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
	return type === 'application/json';
}

async function readBytes(request: Request): Promise<Buffer | null> {
	if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) return null;
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of request.body ?? []) {
		length += chunk.byteLength;
		if (length > maxBodyBytes) return null;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

async function unpacked(
	bytes: Buffer,
	encoding: string | null
): Promise<string | { code: FailureCode }> {
	if (encoding === null || encoding === 'identity') return bytes.toString('utf8');
	if (encoding !== 'gzip') return { code: 'unsupported_type' };
	try {
		return (await unpack(bytes, { maxOutputLength: maxBodyBytes })).toString('utf8');
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
