/**
 * What the environment asks of a start: where to listen, where the data lies, which secret.
 *
 * 1. Every fault is one sentence, and all of them are told at once.
 * 2. Nothing is guessed in production; the demo has an answer for everything.
 * Not here: what the application reads from the environment for itself (server/env).
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Refusal } from './refusal';

/** Shorter secrets can be guessed; 32 characters of a random text cannot. */
const secretMinLength = 32;

type Environment = Readonly<Record<string, string | undefined>>;

export interface Place {
	host: string;
	port: number;
	/** Absolute; holds the embedded database, the photos and the lock. */
	dataDir: string;
	/** PostgreSQL instead of the embedded database. */
	databaseUrl: string | undefined;
}

export interface ProductionSettings extends Place {
	origin: string;
	secret: string;
}

/** Reads what every start needs; adds a sentence to `faults` for each value that cannot be used. */
export function readPlace(env: Environment, faults: string[]): Place {
	return {
		host: env.HOST || '127.0.0.1',
		port: readPort(env.PORT, faults),
		dataDir: resolve(env.DATA_DIR || '.data'),
		databaseUrl: env.DATABASE_URL || undefined
	};
}

/** Reads the demo's settings; throws a `Refusal` with every fault. */
export function readDemoSettings(env: Environment): Place & { origin: string | undefined } {
	const faults: string[] = [];
	const place = readPlace(env, faults);
	const origin = env.ORIGIN ? readOrigin(env.ORIGIN, faults) : undefined;
	if (faults.length > 0) throw new Refusal(...faults);
	return { ...place, origin };
}

/** Reads the settings of production; faults are collected, so that the caller can add its own. */
export function readProductionSettings(env: Environment, faults: string[]): ProductionSettings {
	return {
		...readPlace(env, faults),
		origin: readOrigin(env.ORIGIN, faults),
		secret: readSecret(env.MAYDAN_SECRET, faults)
	};
}

/** The demo's own secret, made at the first start and kept in the data directory (mode 0600). */
export function keptSecret(dataDir: string): string {
	const file = join(dataDir, 'secret');
	mkdirSync(dataDir, { recursive: true, mode: 0o700 });
	try {
		writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
	}
	return readFileSync(file, 'utf8').trim();
}

function readPort(text: string | undefined, faults: string[]): number {
	const port = Number(text || 3000);
	if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
	faults.push(`PORT must be a number from 0 to 65535, and is "${text}".`);
	return 3000;
}

function readOrigin(text: string | undefined, faults: string[]): string {
	if (!text) {
		faults.push('ORIGIN is missing: set it to the public address, such as https://maydan.example.');
		return '';
	}
	const url = URL.parse(text);
	const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
	if (url !== null && isWeb && url.origin === text.replace(/\/$/, '')) return url.origin;
	faults.push(`ORIGIN must be an address without a path, such as https://maydan.example.`);
	return '';
}

function readSecret(text: string | undefined, faults: string[]): string {
	const length = text?.length ?? 0;
	if (length === 0)
		faults.push(
			'MAYDAN_SECRET is missing: set it to a random text, for example the output of "openssl rand -base64 32".'
		);
	else if (length < secretMinLength)
		faults.push(`MAYDAN_SECRET is too short: ${secretMinLength} characters at least.`);
	return text ?? '';
}
