/**
 * The PIN of a screen lock: 4 to 8 digits, kept as PBKDF2-HMAC-SHA-256 with a salt of its own.
 *
 * 1. The rounds stand beside the hash, so that they can be raised without asking anybody again.
 * 2. Without the browser's cryptography (plain http) there is no PIN at all, rather than a weak one.
 * What it protects from is a colleague with the tablet in hand; whoever can read the disk tries all
 * PINs in hours, whatever the rounds (ADR 0028).
 */
import * as z from 'zod/mini';
import { latinDigits } from '$lib/domain/text/digits';

/** OWASP's figure for PBKDF2 with SHA-256; about a second on a slow tablet. */
const rounds = 600_000;
const saltBytes = 16;
const hashBits = 256;
const digits = /^\d{4,8}$/;
export const pinLengths = { least: 4, most: 8 } as const;

export const keptPin = z.object({ salt: z.string(), hash: z.string(), rounds: z.int() });
export type KeptPin = z.infer<typeof keptPin>;

/** Whether this browser can keep a PIN. */
export function canHashPin(): boolean {
	const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
	return subtle !== undefined;
}

/** What was typed as a PIN, in either kind of digits; null where it is none. */
export function pinOf(typed: string): string | null {
	const pin = latinDigits(typed).trim();
	return digits.test(pin) ? pin : null;
}

/** Hashes a PIN with a new salt. */
export async function hashPin(pin: string, count = rounds): Promise<KeptPin> {
	const salt = crypto.getRandomValues(new Uint8Array(saltBytes));
	return { salt: hex(salt), hash: await derive(pin, salt, count), rounds: count };
}

/** Whether a PIN is the one that was kept. */
export async function isPin(pin: string, kept: KeptPin): Promise<boolean> {
	const salt = Uint8Array.from(kept.salt.match(/../g) ?? [], (pair) => parseInt(pair, 16));
	return (await derive(pin, salt, kept.rounds)) === kept.hash;
}

async function derive(
	pin: string,
	salt: Uint8Array<ArrayBuffer>,
	iterations: number
): Promise<string> {
	const bytes = new TextEncoder().encode(pin);
	const key = await crypto.subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveBits']);
	const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
	return hex(new Uint8Array(await crypto.subtle.deriveBits(how, key, hashBits)));
}

const hex = (bytes: Uint8Array) =>
	Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
