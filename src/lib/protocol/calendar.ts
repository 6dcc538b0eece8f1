/**
 * The working calendar and the targets as people change them online; both every device has.
 *
 * GET  /api/calendar                         -> calendarDesk (by permission)
 * POST /api/calendar          calendarEdit   -> calendarDesk, `conflict` where it was changed since,
 *                                               `busy` while due times still follow an earlier change
 * POST /api/calendar/preview  calendarEdit   -> calendarPreview
 */
import * as z from 'zod/mini';
import { calendarDate, clockTime } from '$lib/domain/city/profile';
import { maxPeriods } from '$lib/domain/time/week-change';
import { calendarReason, targetsReason } from './online';

const name = z.strictObject({
	ar: z.string().check(z.minLength(1), z.maxLength(120)),
	en: z.string().check(z.minLength(1), z.maxLength(120))
});
const span = { from: calendarDate, to: calendarDate };
const hours = z.strictObject({ from: clockTime, to: clockTime });
const minutes = z.int();

export const calendarEdit = z.strictObject({
	/** Of the calendar that the person saw. */
	rev: z.int(),
	change: z.discriminatedUnion('act', [
		z.strictObject({ act: z.literal('addHoliday'), ...span, name }),
		z.strictObject({
			act: z.literal('removeHoliday'),
			date: calendarDate,
			to: z.optional(calendarDate)
		}),
		z.strictObject({ act: z.literal('setSeason'), ...span, name, hours }),
		z.strictObject({ act: z.literal('removeSeason'), from: calendarDate }),
		z.strictObject({
			act: z.literal('setWeek'),
			from: calendarDate,
			week: z.array(z.array(hours).check(z.maxLength(maxPeriods))).check(z.length(7))
		}),
		z.strictObject({
			act: z.literal('setTargets'),
			categoryId: z.string().check(z.minLength(1), z.maxLength(60)),
			targets: z.strictObject({
				acknowledge: minutes,
				firstVisit: minutes,
				resolve: minutes,
				review: minutes
			})
		})
	])
});
export type CalendarEdit = z.infer<typeof calendarEdit>;

export const calendarDesk = z.object({
	rev: z.number(),
	mayEdit: z.boolean(),
	/** The latest changes, newest first. */
	changes: z.array(
		z.object({
			id: z.string(),
			at: z.number(),
			byId: z.string(),
			reason: z.union([calendarReason, targetsReason]),
			/** How many reports it moved so far, and whether all have followed. */
			moved: z.number(),
			isDone: z.boolean()
		})
	)
});
export type CalendarDesk = z.infer<typeof calendarDesk>;

export const calendarPreview = z.object({
	open: z.number(),
	/** Reports whose due time moves, and in which direction. */
	later: z.number(),
	earlier: z.number(),
	/** Of those: overdue now and not any more, and the other way round. */
	relieved: z.number(),
	overdue: z.number(),
	/** Reports of which only the stage they are in gets another target. */
	stages: z.number()
});
export type CalendarPreview = z.infer<typeof calendarPreview>;
