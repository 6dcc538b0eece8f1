/** What was decided about own commands after they had been received (entity `outcome`). Pure. */
import * as z from 'zod/mini';
import type { Settlement } from '../device';
import type { RefRow } from '../sync/ports';

const outcome = z.object({
	id: z.string(),
	choice: z.enum(['use', 'both', 'keep', 'applied', 'rejected']),
	actorId: z.nullable(z.string()),
	text: z.nullable(z.string()),
	at: z.number()
});

/** Settlements by the id of their command; what this build cannot read is passed over. */
export function settlementsOf(rows: readonly RefRow[]): ReadonlyMap<string, Settlement> {
	return new Map(
		rows
			.filter(({ kind }) => kind === 'outcome')
			.flatMap(({ body }) => {
				const parsed = outcome.safeParse(body);
				if (!parsed.success) return [];
				const { id, ...settlement } = parsed.data;
				return [[id, settlement] as const];
			})
	);
}
