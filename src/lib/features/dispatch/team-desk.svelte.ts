/** What the desk is asked to do with its team: a question that stands open, and what is being dragged. */
import type { Report } from '$lib/domain/report/report';

export type TeamRequest =
	| { kind: 'spread'; reports: readonly Report[] }
	| { kind: 'absence'; personId: string }
	| { kind: 'tablets'; personId: string };

export class TeamDesk {
	/** The question that stands open; null: none. */
	asked = $state.raw<TeamRequest | null>(null);
	/** Reports on their way to a person by the pointer; null: none. */
	dragged = $state.raw<readonly Report[] | null>(null);
}
