/**
 * Push on the wire: which browsers are to be told of new and withdrawn work, and what they are told.
 *
 * GET    /api/push                        -> pushKey
 * POST   /api/push   pushSubscription     -> 204
 * DELETE /api/push   pushUnsubscription   -> 204
 *
 * A message names a report by its number and says what has happened, in codes: it passes the servers of
 * the browser's maker, encrypted, and may show on a locked screen. Words are the device's own.
 */
import * as z from 'zod/mini';

const newsKinds = ['assigned', 'urgent', 'withdrawn'] as const;
export type NewsKind = (typeof newsKinds)[number];

const language = z.enum(['ar', 'en']);

/** The key by which a browser knows messages of this server; base64url. */
export const pushKey = z.object({ publicKey: z.string() });

const endpoint = z.string().check(z.maxLength(1024), z.regex(/^https:\/\//));
const base64url = (length: number) =>
	z.string().check(z.maxLength(length), z.regex(/^[A-Za-z0-9_-]+=*$/));

export const pushSubscription = z.strictObject({
	endpoint,
	p256dh: base64url(120),
	auth: base64url(40),
	language
});
export type PushSubscriptionRequest = z.infer<typeof pushSubscription>;

export const pushUnsubscription = z.strictObject({ endpoint });

export const pushMessage = z.object({
	kind: z.enum(newsKinds),
	number: z.string().check(z.maxLength(40)),
	language
});
export type PushMessage = z.infer<typeof pushMessage>;
