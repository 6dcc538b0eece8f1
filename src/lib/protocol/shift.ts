/**
 * Shifts and trails on the wire: small, repeatable, each person's own.
 *
 * POST /api/shift    shiftReport -> shiftReceipt
 *
 * 1. A shift is named by its device (`id`) and told whole each time; a higher `rev` replaces a lower one.
 * 2. A point is named by (shift, n): telling it twice changes nothing.
 * 3. The receipt says how the server sees the shift, and up to which point it has the trail.
 */
import * as z from 'zod/mini';
import { maxBreaks, shiftEnds } from '$lib/domain/dispatch/shift';

/** Points of one report. */
export const maxPointsPerReport = 200;
/** One every ten seconds for fourteen hours. */
const maxPointsPerShift = 5_040;
/** A device may be ahead of the server by this much and still be believed, ms. */
export const shiftClockSlackMs = 10 * 60_000;

const moment = z.int().check(z.nonnegative());
const uuid = z
	.string()
	.check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/));

const shift = z.strictObject({
	id: uuid,
	/** Rises with every change of it on its device. */
	rev: z.int().check(z.positive(), z.maximum(100_000)),
	startedAt: moment,
	breaks: z
		.array(z.strictObject({ fromAt: moment, toAt: z.nullable(moment) }))
		.check(z.maxLength(maxBreaks)),
	endedAt: z.nullable(moment),
	endedBy: z.nullable(z.enum(shiftEnds)),
	isPrecise: z.boolean()
});

const point = z.strictObject({
	n: z.int().check(z.positive(), z.maximum(maxPointsPerShift)),
	at: moment,
	lat: z.number().check(z.minimum(-90), z.maximum(90)),
	lon: z.number().check(z.minimum(-180), z.maximum(180)),
	accuracyMetres: z.number().check(z.nonnegative(), z.maximum(100_000))
});

export const shiftReport = z.strictObject({
	shift,
	points: z.array(point).check(z.maxLength(maxPointsPerReport))
});
export type ShiftReport = z.infer<typeof shiftReport>;

export const shiftReceipt = z.object({ shift });
export type ShiftReceipt = z.infer<typeof shiftReceipt>;

/** What a supervisor sees of a shift of the last day; the trail itself is not part of it. */
export const shiftPresence = z.object({
	state: z.enum(['on', 'break', 'ended']),
	startedAt: z.number(),
	/** When the break began, or the shift ended; null while it is on. */
	sinceAt: z.nullable(z.number()),
	endedBy: z.nullable(z.enum(shiftEnds)),
	/** Where the person was last; null in a break, after the shift, and where nothing was shared. */
	place: z.nullable(
		z.object({ at: z.number(), lat: z.number(), lon: z.number(), accuracyMetres: z.number() })
	)
});
export type ShiftPresence = z.infer<typeof shiftPresence>;
