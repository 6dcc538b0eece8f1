/**
 * Sign-in, sessions and passwords: the only module that knows the identity library.
 *
 * 1. An unknown name, an inactive person and a wrong password get the same answer in the same time.
 * 2. A session lives 14 days from its last use; its token is in a cookie that scripts cannot read,
 *    signed with our secret, so that a copy of the database signs nobody in.
 * 3. A changed password ends the other sessions; a password set by somebody else ends all.
 * 4. The library's own routes are not reachable; addresses of people are not stored.
 * Not here: who may do what (domain/people), JSON and status codes (routes).
 */
import { betterAuth } from 'better-auth';
import { isAPIError } from 'better-auth/api';
import { username } from 'better-auth/plugins';
import type { SessionList } from '$lib/protocol/session';
import type { Database } from '../db/connect';
import {
	deleteExpiredSessions,
	deleteSession,
	deleteSessions,
	passwordHashOf
} from '../repositories/accounts';
import { findPersonByUserName } from '../repositories/people';
import { setPassword } from './accounts';
import { hashPassword, spendTime, verifyPassword } from './password';
import { cookieIn } from './seats';
import { openThrottle } from './throttle';
import { canonicalUserName } from './user-name';

const daySeconds = 24 * 60 * 60;
const sessionSeconds = 14 * daySeconds;
/** How stale "last seen" of a session may be; each renewal is a write. */
const renewAfterSeconds = 60 * 60;

export interface AuthSettings {
	secret: string;
	/** Public address; absent where it follows the Host header (demo). */
	origin: string | undefined;
	now: () => number;
}

export interface Credentials {
	userName: string;
	password: string;
}

export type SignIn =
	| { ok: true; personId: string; cookies: string[] }
	| { ok: false; reason: 'wrong_password' | 'too_many_requests'; retryAfterMs?: number };

export interface Session {
	id: string;
	personId: string;
	/** Set-Cookie values that prolong it; usually none. */
	cookies: string[];
}

export interface Auth {
	/** Signs in by name and password; `address` is the caller's, for counting attempts only. */
	signIn(credentials: Credentials, address: string, headers: Headers): Promise<SignIn>;
	/** The session that the cookie of a request names; null where there is none any more. */
	session(headers: Headers): Promise<Session | null>;
	/** Ends the session of a request; returns the Set-Cookie values that clear its cookie. */
	signOut(headers: Headers): Promise<string[]>;
	/** The token of the session cookie of a request, to be kept as a seat; null where there is none. */
	token(headers: Headers): Promise<string | null>;
	/** The live session that a kept token names, with the cookies that make it count again. */
	resume(token: string): Promise<Session | null>;
	/** Live sessions of a person, latest first. */
	sessions(personId: string, currentId: string): Promise<SessionList>;
	/** Ends one session of a person; false where the person has no such session. */
	revoke(personId: string, sessionId: string): Promise<boolean>;
	revokeAll(personId: string): Promise<void>;
	/** Changes one's own password and ends the other sessions. */
	changePassword(
		session: Pick<Session, 'id' | 'personId'>,
		change: { current: string; next: string; address: string }
	): Promise<{ ok: true } | Exclude<SignIn, { ok: true }>>;
	/** Sets a password and ends all sessions; false where the person has no account. */
	setPassword(personId: string, next: string): Promise<boolean>;
}

/** Opens sign-in over a migrated database. */
export function openAuth(db: Database, { secret, origin, now }: AuthSettings): Auth {
	const throttle = openThrottle(db, secret, now);
	const library = openLibrary(db, secret, origin);
	const session = async (headers: Headers): Promise<Session | null> => {
		const { headers: answer, response } = await library.api.getSession({
			headers,
			returnHeaders: true
		});
		if (response === null) return null;
		const { id, userId } = response.session;
		return { id, personId: userId, cookies: answer.getSetCookie() };
	};
	const cookieName = async () => (await library.$context).authCookies.sessionToken.name;
	return {
		session,

		async token(headers) {
			return cookieIn(headers, await cookieName());
		},

		async resume(token) {
			const pair = `${await cookieName()}=${token}`;
			const found = await session(new Headers({ cookie: pair }));
			if (found === null) return null;
			const isSecure = origin?.startsWith('https:') ?? false;
			const kept = `Max-Age=${sessionSeconds}; Path=/; HttpOnly; SameSite=Lax`;
			const own = `${pair}; ${kept}${isSecure ? '; Secure' : ''}`;
			return { ...found, cookies: found.cookies.length > 0 ? found.cookies : [own] };
		},

		async signIn({ userName, password }, address, headers) {
			const name = canonicalUserName(userName);
			const admission = await throttle.admit(name, address);
			if (!admission.admitted) {
				return { ok: false, reason: 'too_many_requests', retryAfterMs: admission.waitMs };
			}
			const person = await findPersonByUserName(db.kysely, name);
			if (person === undefined || !person.active) {
				await spendTime(password);
				return { ok: false, reason: 'wrong_password' };
			}
			const cookies = await openSession(library, { userName: name, password }, headers);
			if (cookies === null) return { ok: false, reason: 'wrong_password' };
			await throttle.forget(admission.attemptId, name);
			await deleteExpiredSessions(db.kysely, now());
			return { ok: true, personId: person.id, cookies };
		},

		async signOut(headers) {
			const { headers: answer } = await library.api.signOut({ headers, returnHeaders: true });
			return answer.getSetCookie();
		},

		async sessions(personId, currentId) {
			const { internalAdapter } = await library.$context;
			const rows = await internalAdapter.listSessions(personId, { onlyActiveSessions: true });
			return rows
				.map((row) => ({
					id: row.id,
					createdAt: row.createdAt.getTime(),
					lastSeenAt: row.updatedAt.getTime(),
					expiresAt: row.expiresAt.getTime(),
					userAgent: row.userAgent ?? null,
					isCurrent: row.id === currentId
				}))
				.sort((a, b) => b.lastSeenAt - a.lastSeenAt);
		},

		revoke: (personId, sessionId) => deleteSession(db.kysely, personId, sessionId),
		revokeAll: (personId) => deleteSessions(db.kysely, personId, null),

		async changePassword({ id, personId }, { current, next, address }) {
			const admission = await throttle.admit(personId, address);
			if (!admission.admitted) {
				return { ok: false, reason: 'too_many_requests', retryAfterMs: admission.waitMs };
			}
			const hash = await passwordHashOf(db.kysely, personId);
			if (!(await verifyPassword(current, hash ?? ''))) {
				return { ok: false, reason: 'wrong_password' };
			}
			await throttle.forget(admission.attemptId, personId);
			await setPassword(db, personId, next, { keptId: id, at: now() });
			return { ok: true };
		},

		setPassword: (personId, next) => setPassword(db, personId, next, { keptId: null, at: now() })
	};
}

/** The cookies of a new session; null where the password is wrong. */
async function openSession(
	library: ReturnType<typeof openLibrary>,
	{ userName, password }: Credentials,
	headers: Headers
): Promise<string[] | null> {
	try {
		const { headers: answer } = await library.api.signInUsername({
			body: { username: userName, password },
			headers,
			returnHeaders: true
		});
		return answer.getSetCookie();
	} catch (error) {
		if (isAPIError(error) && error.statusCode < 500) return null;
		throw error;
	}
}

function openLibrary(db: Database, secret: string, origin: string | undefined) {
	return betterAuth({
		database: { db: db.kysely, type: db.engine },
		secret,
		baseURL: origin ?? 'http://localhost',
		basePath: '/api/auth',
		logger: { disabled: true },
		telemetry: { enabled: false },
		rateLimit: { enabled: false },
		user: { modelName: 'auth_user' },
		account: { modelName: 'auth_account' },
		verification: { modelName: 'auth_verification' },
		session: {
			modelName: 'auth_session',
			expiresIn: sessionSeconds,
			updateAge: renewAfterSeconds
		},
		emailAndPassword: {
			enabled: true,
			disableSignUp: true,
			minPasswordLength: 1,
			password: {
				hash: hashPassword,
				verify: ({ hash, password }) => verifyPassword(password, hash)
			}
		},
		advanced: {
			cookiePrefix: 'maydan',
			useSecureCookies: origin?.startsWith('https:') ?? false,
			defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
			ipAddress: { disableIpTracking: true }
		},
		plugins: [
			username({
				displayUsername: false,
				minUsernameLength: 1,
				maxUsernameLength: 64,
				usernameValidator: () => true
			})
		]
	});
}
