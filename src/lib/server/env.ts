/**
 * The settings that reach the application from its environment, read once and parsed.
 *
 * DATA_DIR       folder of the database (SQLite) and the photos
 * DATABASE_URL   PostgreSQL instead of SQLite
 * MAYDAN_SECRET  at least 32 characters; signs session cookies
 * MAYDAN_MODE    demo | production
 * ORIGIN         public address of the service; absent in the demo, which follows the Host header
 *
 * 1. In development everything has a value, so that nothing has to be set; elsewhere what is missing
 *    is an exception with one sentence each.
 */
import * as z from 'zod/mini';

export const modes = ['demo', 'production'] as const;
export type Mode = (typeof modes)[number];
export const minSecretLength = 32;

export interface Environment {
	dataDir: string;
	databaseUrl: string | undefined;
	secret: string;
	mode: Mode;
	origin: string | undefined;
	push: { isLocalAllowed: boolean };
}

const optional = z.optional(z.string());
const variables = z.object({
	DATA_DIR: optional,
	DATABASE_URL: optional,
	MAYDAN_SECRET: z.optional(
		z.string().check(z.minLength(minSecretLength, 'needs at least 32 characters'))
	),
	MAYDAN_MODE: z.optional(z.enum(modes, 'is either demo or production')),
	ORIGIN: z.optional(z.url({ protocol: /^https?$/, error: 'is not an http(s) address' }))
});

/** Known to everybody who reads this: only for `isDev`. */
const devSecret = 'development only: never a secret of anything';

/** Reads the settings. Throws with one sentence per setting that is missing or wrong. */
export function readEnvironment(
	env: Record<string, string | undefined>,
	{ isDev }: { isDev: boolean }
): Environment {
	const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
	const parsed = variables.safeParse(set);
	if (!parsed.success) throw new Error(parsed.error.issues.map(sentence).join('\n'));
	const { DATA_DIR, DATABASE_URL, MAYDAN_SECRET, MAYDAN_MODE, ORIGIN } = parsed.data;
	const secret = MAYDAN_SECRET ?? (isDev ? devSecret : undefined);
	if (secret === undefined) throw new Error('MAYDAN_SECRET is missing.');
	return {
		dataDir: DATA_DIR ?? '.data',
		databaseUrl: DATABASE_URL,
		secret,
		mode: MAYDAN_MODE ?? (isDev ? 'demo' : 'production'),
		origin: ORIGIN === undefined ? undefined : new URL(ORIGIN).origin,
		push: { isLocalAllowed: isDev }
	};
}

function sentence(issue: { path: PropertyKey[]; message: string }): string {
	return `${issue.path.join('.')} ${issue.message}.`;
}
