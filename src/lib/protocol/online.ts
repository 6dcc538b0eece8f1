/**
 * What only a server can tell and a device asks for while it is online.
 *
 * GET /api/reports/<id>/history                              -> reportHistory
 * GET /api/reports/<id>/chain                                -> chainState
 * GET /api/reports/<id>/nearby                               -> searchResult (open ones of the own team)
 * GET /api/reports/<id>/photos/<sha256>?size=thumb|screen|full -> image/jpeg
 * GET /api/presence                                          -> presenceList (own team, by permission)
 * GET /api/search?q=                                         -> searchResult (within reach, closed ones too)
 * GET /api/health                                            -> health
 */
import * as z from 'zod/mini';
import { bilingual, targets } from '$lib/domain/city/profile';
import { eventKinds } from '$lib/domain/report/event';
import { statuses } from '$lib/domain/report/lifecycle';
import { priorities } from '$lib/domain/report/priority';
import { toldFields } from '$lib/domain/report/told-values';
import { shiftPresence } from './shift';

export const photoSizes = ['thumb', 'screen', 'full'] as const;
/** Long edge in pixels: thumb 320, screen 1280, full as stored (at most 2048). */
export type PhotoSize = (typeof photoSizes)[number];

const routed = z.object({
	rule: z.nullable(z.object({ id: z.string(), name: bilingual })),
	because: z.object({
		areaPath: z.optional(z.string()),
		categoryId: z.optional(z.string()),
		sector: z.optional(z.string()),
		channelId: z.optional(z.string()),
		priority: z.optional(z.enum(priorities)),
		weekday: z.optional(z.number()),
		hours: z.optional(z.object({ from: z.string(), to: z.string() }))
	})
});
const toldValue = z.nullable(z.union([z.string(), z.number()]));

const periods = z.array(z.object({ from: z.string(), to: z.string() }));

/** What was changed in the working calendar (protocol/calendar). */
export const calendarReason = z.discriminatedUnion('act', [
	z.object({
		act: z.enum(['addHoliday', 'removeHoliday', 'setSeason', 'removeSeason']),
		name: bilingual,
		from: z.string(),
		to: z.string()
	}),
	z.object({
		act: z.literal('setWeek'),
		from: z.string(),
		days: z.array(z.object({ weekday: z.number(), was: periods, is: periods }))
	})
]);

/** What was changed in the targets of a category (protocol/calendar). */
export const targetsReason = z.object({
	act: z.literal('setTargets'),
	categoryId: z.string(),
	name: bilingual,
	was: targets,
	is: targets
});

const dueMoved = z.object({
	from: z.nullable(z.number()),
	to: z.nullable(z.number()),
	because: z.union([
		z.object({ pausedMinutes: z.number() }),
		z.object({ calendar: calendarReason }),
		z.object({ targets: targetsReason })
	])
});

export const reportHistory = z.array(
	z.object({
		id: z.string(),
		kind: z.enum(eventKinds),
		actorId: z.nullable(z.string()),
		deviceName: z.nullable(z.string()),
		/** Device clock as it was, corrected, and the server's. */
		deviceAt: z.nullable(z.number()),
		at: z.number(),
		receivedAt: z.number(),
		isLate: z.boolean(),
		/** Reason or outcome code, and what the person wrote. */
		code: z.nullable(z.string()),
		text: z.nullable(z.string()),
		/** Whom an assignment named; null for other events. */
		assigneeId: z.nullable(z.string()),
		/** Which routing rule brought it to its queue, and why; absent from servers before it was told. */
		routed: z.catch(z.nullable(routed), null),
		/** From here on absent from servers of before. */
		commandId: z.catch(z.nullable(z.string()), null),
		/** The command that this one took back. */
		undoes: z.catch(z.nullable(z.string()), null),
		/** The device's clock was far off, or had to be clamped. */
		isClockDoubtful: z.catch(z.boolean(), false),
		/** Where it was done, from the report's place; the accuracy where the distance counts it in. */
		place: z.catch(
			z.nullable(z.object({ distanceMetres: z.number(), accuracyMetres: z.nullable(z.number()) })),
			null
		),
		/** What an event replaced in the fields that are told in words. */
		changes: z.catch(
			z.array(z.object({ field: z.enum(toldFields), from: toldValue, to: toldValue })),
			[]
		),
		/** The status that it led to, where it led to one. */
		status: z.catch(z.nullable(z.enum(statuses)), null),
		/** Why its due time moved by itself; likewise. */
		dueMoved: z.catch(z.nullable(dueMoved), null),
		/** It stopped the clock; likewise. */
		stopsClock: z.catch(z.boolean(), false)
	})
);
export type ReportHistory = z.infer<typeof reportHistory>;

/** Whether the history is whole: every entry is chained to the one before by its hash. */
export const chainState = z.object({
	entries: z.number(),
	/** When the first entry was stored; null where there is none. */
	since: z.nullable(z.number()),
	/** The first entry that does not follow from the one before it; null: unbroken. */
	brokenAt: z.nullable(z.number())
});
export type ChainState = z.infer<typeof chainState>;

/** One device of a person: those heard in the last month, and every other that has something to send. */
const presenceDevice = z.object({
	deviceName: z.string(),
	lastSeenAt: z.nullable(z.number()),
	pendingCommands: z.number(),
	pendingPhotos: z.number(),
	oldestPendingAt: z.nullable(z.number()),
	/** Names it for a recall; null from servers before there were any. */
	replica: z.catch(z.nullable(z.string()), null),
	appVersion: z.catch(z.nullable(z.string()), null),
	freeBytes: z.catch(z.nullable(z.number()), null),
	batteryPercent: z.catch(z.nullable(z.number()), null),
	isCharging: z.catch(z.nullable(z.boolean()), null),
	/** When the device said so last. */
	toldAt: z.catch(z.nullable(z.number()), null),
	/** When it was recalled, and when it heard of that; null: not. */
	recalledAt: z.catch(z.nullable(z.number()), null),
	reachedAt: z.catch(z.nullable(z.number()), null),
	/** When it said that nothing is left on it. */
	emptiedAt: z.catch(z.nullable(z.number()), null)
});
export type PresenceDevice = z.infer<typeof presenceDevice>;

/** The numbers of a person are the sums of all devices; the name is that of the one heard last. */
export const presenceList = z.array(
	z.object({
		personId: z.string(),
		lastSeenAt: z.nullable(z.number()),
		deviceName: z.nullable(z.string()),
		pendingCommands: z.number(),
		pendingPhotos: z.number(),
		oldestPendingAt: z.nullable(z.number()),
		/** Absent from servers before it was told per device. */
		devices: z.catch(z.array(presenceDevice), []),
		/** The shift of the last day; absent from servers before there were any. */
		shift: z.catch(z.nullable(shiftPresence), null)
	})
);
export type PresenceList = z.infer<typeof presenceList>;

export const searchResult = z.array(
	z.object({
		id: z.string(),
		number: z.string(),
		status: z.enum(statuses),
		categoryId: z.string(),
		addressText: z.string(),
		description: z.string(),
		lat: z.number(),
		lon: z.number(),
		receivedAt: z.number()
	})
);
export type SearchResult = z.infer<typeof searchResult>;

export const health = z.object({
	ok: z.literal(true),
	version: z.string(),
	epoch: z.string(),
	/** Demo mode: the sign-in page names the accounts. */
	isDemo: z.boolean()
});
export type Health = z.infer<typeof health>;
