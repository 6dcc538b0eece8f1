/**
 * The online half of a supervisor's review: what no report on a device can tell.
 *
 * GET  /api/review                        -> reviewList (own team, by permission)
 * POST /api/review            reviewSeen  -> 204
 *
 * Claims travel with their reports and are settled by commands; here stand commands without effect
 * (refused, kept for a later version) and losses of storage.
 */
import * as z from 'zod/mini';
import { outcomes } from './sync';

export const reviewCommand = z.object({
	id: z.string(),
	personId: z.string(),
	deviceName: z.string(),
	type: z.string(),
	reportId: z.string(),
	/** Null where the report is not within the reader's reach. */
	reportNumber: z.nullable(z.string()),
	outcome: z.enum(outcomes),
	/** A refusal code where rejected. */
	reason: z.nullable(z.string()),
	/** The person's own words, where it carried any. */
	text: z.nullable(z.string()),
	/** SHA-256 of its photos. */
	photos: z.array(z.string()),
	deviceAt: z.nullable(z.number()),
	receivedAt: z.number()
});
export type ReviewCommand = z.infer<typeof reviewCommand>;

export const reviewIncident = z.object({
	id: z.string(),
	personId: z.string(),
	deviceName: z.string(),
	commands: z.number(),
	photos: z.number(),
	oldestAt: z.nullable(z.number()),
	/** Numbers of reports, as far as the device still knew them. */
	reports: z.array(z.string()),
	at: z.number()
});
export type ReviewIncident = z.infer<typeof reviewIncident>;

export const reviewList = z.object({
	commands: z.array(reviewCommand),
	incidents: z.array(reviewIncident)
});
export type ReviewList = z.infer<typeof reviewList>;

export const reviewSeen = z.strictObject({
	kind: z.enum(['command', 'incident']),
	id: z.string().check(z.maxLength(64))
});
