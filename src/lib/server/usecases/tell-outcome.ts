/**
 * Tells the author of a command what was decided about it after it had been received: an entity of
 * its own in the author's feed, because the report itself may have left it. Gone after 30 days.
 */
import type { Insertable } from 'kysely';
import { userScope } from '$lib/domain/report/scope';
import type { Outcome } from '$lib/protocol/entity';
import type { ReferenceTable } from '../db/tables';
import type { Touch } from '../repositories/feed';

/** The row that carries an outcome. */
export function outcomeOf(outcome: Outcome): Insertable<ReferenceTable> {
	return { kind: 'outcome', id: outcome.id, body: JSON.stringify(outcome) };
}

/** Where it is put: the feed of the command's author. */
export function outcomeTouch(authorId: string, commandId: string): Touch {
	return {
		scope: userScope(authorId),
		kind: 'outcome',
		entity: commandId,
		op: 'put',
		reason: null
	};
}
