/**
 * Identity on the wire: sign-in, replicas, sessions, passwords.
 *
 * POST   /api/auth/sign-in            signInRequest  -> signedIn
 * POST   /api/auth/sign-out           signOutRequest -> 204
 * GET    /api/auth/me                                -> signedIn
 * GET    /api/auth/sessions                          -> sessionList
 * DELETE /api/auth/sessions/<id>                     -> 204
 * POST   /api/auth/seats                            -> 204, this session may be returned to
 * DELETE /api/auth/seats                            -> 204, not any more
 * POST   /api/auth/switch             switchRequest  -> 204, the cookie is this person's again
 * POST   /api/auth/password           changePassword -> 204
 * POST   /api/replicas                replicaRequest -> replicaMinted
 * POST   /api/team/<personId>/password resetPassword -> 204
 */
import * as z from 'zod/mini';
import { roles } from '$lib/domain/people/permission';

export const minPasswordLength = 10;
export const maxPasswordLength = 128;
/** The password of every account of the demo; production refuses such accounts. */
export const demoPassword = 'maydan-demo';

const password = z.string().check(z.minLength(1), z.maxLength(maxPasswordLength));
const newPassword = z
	.string()
	.check(z.minLength(minPasswordLength), z.maxLength(maxPasswordLength));
const bilingual = z.object({ ar: z.string(), en: z.string() });

export const signInRequest = z.strictObject({
	userName: z.string().check(z.minLength(1), z.maxLength(64)),
	password
});
export const person = z.object({
	id: z.string(),
	userName: z.string(),
	name: bilingual,
	role: z.enum(roles),
	teamId: z.nullable(z.string()),
	directorateId: z.nullable(z.string()),
	areas: z.array(z.string()),
	active: z.boolean()
});
export const signedIn = z.object({
	person,
	epoch: z.string(),
	serverTime: z.number(),
	city: z.object({ id: z.string(), name: bilingual }),
	/** Demo mode: the sign-in page lists the accounts. */
	isDemo: z.boolean()
});
export type SignedIn = z.infer<typeof signedIn>;

/** Whose pages ask: on a shared device the cookie may be somebody else's. */
export const personHeader = 'x-maydan-person';
/** The person whose kept session the browser goes on with. */
export const switchRequest = z.strictObject({
	personId: z.string().check(z.minLength(1), z.maxLength(64))
});

/** Unsent work of which only a witness is left: the reports it was about, by number. */
export const lostWork = z.strictObject({
	commands: z.int().check(z.nonnegative()),
	photos: z.int().check(z.nonnegative()),
	oldestAt: z.nullable(z.int().check(z.nonnegative())),
	reports: z.array(z.string().check(z.maxLength(40))).check(z.maxLength(50))
});
export type LostWork = z.infer<typeof lostWork>;

/** How much unsent work the person has thrown away, where they have. */
export const signOutRequest = z.strictObject({
	discarded: z.optional(
		z.strictObject({
			commands: z.int().check(z.nonnegative()),
			photos: z.int().check(z.nonnegative())
		})
	)
});

export const replicaRequest = z.strictObject({
	/** Whose outbox asks: on a shared device the session may be somebody else's by now. */
	personId: z.string(),
	/** Shown to supervisors beside unsent work: "Tablet of inspector 7". */
	deviceName: z.string().check(z.minLength(1), z.maxLength(60)),
	/** This device holds no outbox of the person, perhaps not any more. */
	isStorageNew: z.optional(z.boolean()),
	/** What the device knows to have had unsent before its storage was lost. */
	lost: z.optional(z.nullable(lostWork))
});
export const replicaMinted = z.object({
	replica: z.string(),
	/** What this device had reported as unsent under an earlier replica, where that one is gone. */
	lost: z.optional(z.nullable(lostWork)),
	/** Base64url, 32 random bytes; kept as a non-extractable HMAC key. */
	secret: z.string()
});

export const sessionList = z.array(
	z.object({
		id: z.string(),
		createdAt: z.number(),
		lastSeenAt: z.number(),
		expiresAt: z.number(),
		userAgent: z.nullable(z.string()),
		isCurrent: z.boolean()
	})
);
export type SessionList = z.infer<typeof sessionList>;

export const changePassword = z.strictObject({ current: password, next: newPassword });
export const resetPassword = z.strictObject({ next: newPassword });
