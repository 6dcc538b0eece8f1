/**
 * One door for everything that can go wrong between this device and the server. A failure is a
 * value; six kinds are told apart, each with its tone, its words (`failure_<kind>`) and its rule
 * for trying again.
 *
 * 1. `offline` is everything that is not a genuine answer of ours: no network, a captive portal's
 *    page, a proxy's error page. It never acknowledges and never signs anybody out.
 * 2. `code` is the server's own code (protocol/failure) where it gave one, else null.
 */
import { failureBody, failures, type FailureCode } from '$lib/protocol/failure';

export const failureKinds = [
	'offline',
	'refused',
	'signed_out',
	'too_old',
	'too_big',
	'broken'
] as const;
export type FailureKind = (typeof failureKinds)[number];

export interface Failure {
	kind: FailureKind;
	code: FailureCode | null;
	/** The server asked not to be tried before this much time has passed; 0 when it did not. */
	retryAfterMs: number;
	field: string | null;
	/** The parsed body, for lanes that carry results in a failing answer too. */
	body: unknown;
}

export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };

const kindOfCode: Partial<Record<FailureCode, FailureKind>> = {
	signed_out: 'signed_out',
	other_person: 'signed_out',
	too_large: 'too_big',
	upgrade_needed: 'too_old',
	broken: 'broken',
	busy: 'broken',
	disk_full: 'broken'
};

/** No genuine answer of ours arrived. */
export const unreachable: Failure = {
	kind: 'offline',
	code: null,
	retryAfterMs: 0,
	field: null,
	body: null
};

/** Reads a failing answer; a body that is not ours means that something else answered. */
export function failureOf(status: number, body: unknown, retryAfter: string | null): Failure {
	const parsed = failureBody.safeParse(body);
	// A proxy in front of us may refuse a large body in its own words: halving it still helps.
	if (!parsed.success) return status === 413 ? { ...unreachable, kind: 'too_big' } : unreachable;
	const code = isFailureCode(parsed.data.code) ? parsed.data.code : null;
	return {
		kind: (code === null ? undefined : kindOfCode[code]) ?? (status >= 500 ? 'broken' : 'refused'),
		code,
		retryAfterMs: retryAfterMsOf(retryAfter),
		field: parsed.data.field ?? null,
		body
	};
}

function isFailureCode(code: string): code is FailureCode {
	return Object.hasOwn(failures, code);
}

/** Seconds only: our server never sends the date form. */
function retryAfterMsOf(header: string | null): number {
	const seconds = Number(header ?? 0);
	return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
}
