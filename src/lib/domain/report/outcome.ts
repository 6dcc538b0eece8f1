/** How a report can end. `finish` proposes one, `confirm` (or an office closing) fixes it. */
export const outcomes = [
	'fixed',
	'nothing_found',
	'not_ours',
	'private_property',
	'duplicate',
	'cannot_fix',
	'withdrawn',
	'invalid',
	'test'
] as const;
export type Outcome = (typeof outcomes)[number];
