/**
 * The routing rules of the city, as people read and change them online.
 *
 * GET  /api/rules                    -> ruleList (by permission)
 * POST /api/rules         ruleChange -> ruleList, `conflict` where somebody else changed the rules since
 * POST /api/rules/trial   ruleChange -> ruleTrial (what the change had done in the last 30 days)
 */
import * as z from 'zod/mini';
import { bilingual, routingRule } from '$lib/domain/city/profile';

/** As many days are looked back on in a trial, and counted in the list. */
export const trialDays = 30;

const id = z.string().check(z.maxLength(64));
const few = <T extends z.ZodMiniType>(one: T) => z.optional(z.array(one).check(z.maxLength(200)));
const name = z.string().check(z.minLength(1), z.maxLength(120));
const rule = z.strictObject({
	...routingRule.shape,
	name: z.strictObject({ ar: name, en: name }),
	areas: few(id),
	categories: few(id),
	sectors: few(id),
	channels: few(id)
});

export const ruleChange = z.strictObject({
	/** Of the list that the person saw. */
	rev: z.int(),
	change: z.discriminatedUnion('act', [
		z.strictObject({ act: z.literal('save'), rule }),
		z.strictObject({ act: z.literal('move'), id, to: z.int().check(z.nonnegative()) }),
		z.strictObject({ act: z.literal('switch'), id, isOn: z.boolean() }),
		z.strictObject({ act: z.literal('delete'), id }),
		z.strictObject({ act: z.literal('seen'), id })
	])
});
export type RuleChange = z.infer<typeof ruleChange>;

export const ruleList = z.object({
	rev: z.number(),
	/** The directorate whose rules this person may change; null: none. */
	edits: z.nullable(z.string()),
	rules: z.array(
		z.object({
			rule: routingRule,
			isOn: z.boolean(),
			lost: z.nullable(
				z.object({ name: bilingual, loss: z.enum(['gone', 'inactive', 'moved']), at: z.number() })
			),
			changed: z.nullable(z.object({ byId: z.string(), at: z.number() })),
			/** Reports it brought to its queue: in the last 30 days, and ever. */
			routed: z.object({ lately: z.number(), ever: z.number() })
		})
	),
	/** Reports of the last 30 days that no rule named. */
	duty: z.number()
});
export type RuleList = z.infer<typeof ruleList>;
export type ListedRule = RuleList['rules'][number];

export const ruleTrial = z.object({
	reports: z.number(),
	moved: z.number(),
	fired: z.object({ before: z.number(), after: z.number() }),
	queues: z.array(
		z.object({ teamId: z.nullable(z.string()), before: z.number(), after: z.number() })
	)
});
export type RuleTrial = z.infer<typeof ruleTrial>;
