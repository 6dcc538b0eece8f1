/**
 * The city's routing rules as people change them: in order, each on or off, and what of a rule was lost.
 *
 * 1. Only rules that are on route; their order is the order of the book.
 * 2. A change either holds as a whole or leaves the book as it was, with a fault that says why.
 * 3. A rule that loses its person keeps routing to its team, and says whom it lost until somebody has
 *    seen it.
 */
import type { Bilingual, RoutingRule } from '../city/profile';
import type { Person } from '../people/actor';
import { personLoss, route, type PersonLoss, type Routable } from './route';
import type { WorkingClock } from '../time/working-calendar';

/** Whom a rule gave work to until that person left its team. */
interface LostPerson {
	name: Bilingual;
	loss: PersonLoss;
	at: number;
}

export interface BookedRule {
	rule: RoutingRule;
	isOn: boolean;
	lost: LostPerson | null;
	/** Null: as the city was set up. */
	changed: { byId: string; at: number } | null;
}
export type RuleBook = readonly BookedRule[];

/** One change. `save` adds a rule at the end, switched off, or replaces one where it stands. */
export type RuleAct =
	| { act: 'save'; rule: RoutingRule }
	| { act: 'move'; id: string; to: number }
	| { act: 'switch'; id: string; isOn: boolean }
	| { act: 'delete'; id: string }
	| { act: 'seen'; id: string };

/** The rules that route, in their order. */
export function rulesInForce(book: RuleBook): RoutingRule[] {
	return book.filter(({ isOn }) => isOn).map(({ rule }) => rule);
}

/** The rule that an act is about. */
export const subjectOf = (act: RuleAct) => (act.act === 'save' ? act.rule.id : act.id);

/** The book after an act; null where it speaks of a rule that is not there. */
export function afterAct(
	book: RuleBook,
	act: RuleAct,
	changed: BookedRule['changed']
): RuleBook | null {
	const at = book.findIndex(({ rule }) => rule.id === subjectOf(act));
	const known = book[at];
	if (known === undefined) {
		if (act.act !== 'save') return null;
		return [...book, { rule: act.rule, isOn: false, lost: null, changed }];
	}
	switch (act.act) {
		case 'save':
			return book.with(at, { ...known, rule: act.rule, lost: null, changed });
		case 'switch':
			return book.with(at, { ...known, isOn: act.isOn, changed });
		case 'seen':
			return book.with(at, { ...known, lost: null });
		case 'delete':
			return book.toSpliced(at, 1);
		case 'move':
			return book.toSpliced(at, 1).toSpliced(act.to, 0, { ...known, changed });
	}
}

/** The book after people have changed: rules of those who left their team lose them, and say so. */
export function withoutLostPeople(
	book: RuleBook,
	person: (id: string) => Person | undefined,
	at: number
): RuleBook {
	return book.map((booked) => {
		const { rule } = booked;
		const named = person(rule.personId ?? '');
		const loss = personLoss(rule, named);
		if (loss === null) return booked;
		const name = named?.name ?? { ar: '', en: '' };
		return { ...booked, rule: { ...rule, personId: null }, lost: { name, loss, at } };
	});
}

/** What rules would have done with the reports of some days. */
export interface Trial {
	/** How many reports there were. */
	reports: number;
	/** Those that would have come to another queue. */
	moved: number;
	/** Those that the rule in question brings to its queue, before and after. */
	fired: { before: number; after: number };
	/** By team; null is the duty queue. Every report stands in exactly one queue, before and after. */
	queues: { teamId: string | null; before: number; after: number }[];
}

/** Routes the same reports by two lists of rules. */
export function tryRules(
	reports: readonly Routable[],
	rules: { before: readonly RoutingRule[]; after: readonly RoutingRule[]; ruleId: string },
	clock: Pick<WorkingClock, 'wallTime'>
): Trial {
	const trial: Trial = { reports: 0, moved: 0, fired: { before: 0, after: 0 }, queues: [] };
	const queue = (teamId: string | null) => {
		const known = trial.queues.find((one) => one.teamId === teamId);
		if (known !== undefined) return known;
		const fresh = { teamId, before: 0, after: 0 };
		trial.queues.push(fresh);
		return fresh;
	};
	for (const report of reports) {
		const before = route(report, rules.before, clock);
		const after = route(report, rules.after, clock);
		trial.reports += 1;
		queue(before.teamId).before += 1;
		queue(after.teamId).after += 1;
		if (before.teamId !== after.teamId) trial.moved += 1;
		if (before.ruleId === rules.ruleId) trial.fired.before += 1;
		if (after.ruleId === rules.ruleId) trial.fired.after += 1;
	}
	trial.queues.sort((one, other) => other.after - one.after || other.before - one.before);
	return trial;
}
