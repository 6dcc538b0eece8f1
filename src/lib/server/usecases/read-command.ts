/**
 * Reads raw commands as they arrive: what can be named by (n, id) is an incoming command, however
 * malformed the rest; what cannot be named cannot be acknowledged and is passed over. What a newer
 * device may have meant (type, version, field unknown here) is kept for a later server.
 *
 * The hash is taken over the values, not over their order of keys or their white space.
 */
import { parsed } from '$lib/domain/parse';
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { commandEnvelope, parseCommand, type Command } from '$lib/domain/report/command';

export type Reading =
	| { kind: 'command'; command: Command }
	| { kind: 'void' }
	| { kind: 'deferred'; detail: string }
	| { kind: 'malformed'; detail: string };

export interface Incoming {
	n: number;
	id: string;
	/** As it came, as JSON text. */
	payload: string;
	hash: string;
	reading: Reading;
}

const named = z.object({
	n: z.int().check(z.positive()),
	id: z.string().check(z.regex(/^[\w-]{1,64}$/))
});

/** The commands of one exchange in order of their counter, each counter once. */
export function readCommands(replica: string, raw: readonly unknown[]): Incoming[] {
	const byCounter = new Map<number, Incoming>();
	for (const value of raw) {
		const name = parsed(named, value);
		if (!name.success || byCounter.has(name.data.n)) continue;
		const { n, id } = name.data;
		byCounter.set(n, {
			n,
			id,
			payload: JSON.stringify(value),
			hash: hashOf(value),
			reading: read(replica, value)
		});
	}
	return [...byCounter.values()].sort((one, other) => one.n - other.n);
}

/** The command in a payload that was stored raw. */
export function readStored(replica: string, payload: string): Reading {
	return read(replica, JSON.parse(payload));
}

function read(replica: string, value: unknown): Reading {
	const envelope = parsed(commandEnvelope, value);
	if (!envelope.success) {
		return isNewer(envelope.error)
			? { kind: 'deferred', detail: issueOf(envelope.error) }
			: { kind: 'malformed', detail: issueOf(envelope.error) };
	}
	if (envelope.data.replica !== replica) return { kind: 'malformed', detail: 'replica' };
	if (envelope.data.isVoid) return { kind: 'void' };
	const judged = parseCommand(envelope.data);
	if (judged.ok) return { kind: 'command', command: judged.command };
	return judged.reason === 'unknown_type'
		? { kind: 'deferred', detail: judged.detail }
		: { kind: 'malformed', detail: judged.detail };
}

/** Nothing is wrong with it but what this server does not know: a newer device wrote it. */
function isNewer(error: z.core.$ZodError): boolean {
	return error.issues.every(({ code }) => code === 'unrecognized_keys');
}

function issueOf(error: z.core.$ZodError): string {
	const issue = error.issues[0];
	return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
}

function hashOf(value: unknown): string {
	return createHash('sha256').update(canonical(value)).digest('base64url');
}

/** JSON text with keys in order, so that equal values have equal texts. */
function canonical(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
	const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
	return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}
