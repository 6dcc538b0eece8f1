/**
 * The routing rules as people read, try and change them.
 *
 * 1. Reading and changing each take a permission; a rule is changed only by the directorate it leads to,
 *    before and after. Without: undefined, or `not_permitted`.
 * 2. Whoever did not see the newest rules changes nothing (`conflict`): no rule is overwritten in silence.
 * 3. A trial changes nothing.
 */
import type { RoutingRule } from '$lib/domain/city/profile';
import {
	afterAct,
	rulesInForce,
	subjectOf,
	tryRules,
	type RuleAct,
	type RuleBook
} from '$lib/domain/dispatch/rule-book';
import { personLoss } from '$lib/domain/dispatch/route';
import { actorOf, can, type Person } from '$lib/domain/people/actor';
import type { FailureCode } from '$lib/protocol/failure';
import { trialDays, type RuleChange, type RuleList, type RuleTrial } from '$lib/protocol/routing';
import type { ServerApp } from '../app';
import { ruleProblems } from '../city/check-profile';
import type { Tx } from '../db/tables';
import {
	countRouted,
	lockRuleBook,
	readRuleBook,
	routableSince
} from '../repositories/routing-rules';
import { changeCity, readPolicy, NoCity, type ServerPolicy } from './ref-data';

type Deps = Pick<ServerApp, 'db' | 'now' | 'wake'>;
type RuleFault = { code: FailureCode; field?: string };
export type RuleAnswer<T> = { ok: true; value: T } | { ok: false; fault: RuleFault };

const dayMs = 24 * 60 * 60 * 1000;

/** All rules in their order; undefined without permission. */
export async function readRules({ db, now }: Deps, person: Person): Promise<RuleList | undefined> {
	if (!can(actorOf(person), 'rules.read')) return undefined;
	return db.snapshot((tx) => listOf(tx, person, now()));
}

/** Changes the rules; the answer is the list as it stands then. */
export async function changeRules(
	deps: Deps,
	person: Person,
	asked: RuleChange
): Promise<RuleAnswer<RuleList>> {
	const { db, now, wake } = deps;
	const bumped = new Map<string, number>();
	const answer = await db.tx(async (tx): Promise<RuleAnswer<RuleList>> => {
		await lockRuleBook(tx);
		const planned = await plan(tx, person, asked, now());
		if (!planned.ok) return planned;
		const { policy, after } = planned.value;
		const versions = await changeCity(tx, { profile: policy.profile, book: after }, now());
		for (const [scope, v] of versions) bumped.set(scope, v);
		return { ok: true, value: await listOf(tx, person, now()) };
	});
	wake.announce(bumped);
	return answer;
}

/** What the change would have done with the reports of the last days. */
export function tryChange(
	{ db, now }: Deps,
	person: Person,
	asked: RuleChange
): Promise<RuleAnswer<RuleTrial>> {
	return db.snapshot(async (tx): Promise<RuleAnswer<RuleTrial>> => {
		const planned = await plan(tx, person, asked, now());
		if (!planned.ok) return planned;
		const { policy, before, after } = planned.value;
		const rows = await routableSince(tx, now() - trialDays * dayMs);
		const reports = rows.map((row) => ({ ...row, category: policy.category(row.categoryId) }));
		const ruleId = subjectOf(asked.change);
		// A rule that is tried counts as switched on.
		const tried = after.map((booked) =>
			asked.change.act === 'save' && booked.rule.id === ruleId ? { ...booked, isOn: true } : booked
		);
		const rules = { before: rulesInForce(before), after: rulesInForce(tried), ruleId };
		return { ok: true, value: tryRules(reports, rules, policy.clock) };
	});
}

interface Plan {
	policy: ServerPolicy;
	before: RuleBook;
	after: RuleBook;
}

async function plan(
	tx: Tx,
	person: Person,
	{ rev, change }: RuleChange,
	at: number
): Promise<RuleAnswer<Plan>> {
	const policy = await readPolicy(tx);
	if (policy === null) throw new NoCity();
	const before = await readRuleBook(tx);
	const subject = before.find(({ rule }) => rule.id === subjectOf(change))?.rule;
	if (!mayChange(person, subject, change)) return failed('not_permitted');
	if (policy.version !== rev) return failed('conflict');
	if (change.act === 'save') {
		const field = wrongField(change.rule, policy);
		if (field !== null) return failed('malformed', field);
	}
	const after = afterAct(before, change, { byId: person.id, at });
	return after === null ? failed('not_found') : { ok: true, value: { policy, before, after } };
}

const failed = (code: FailureCode, field?: string): { ok: false; fault: RuleFault } => ({
	ok: false,
	fault: field === undefined ? { code } : { code, field }
});

/** Both the rule that stands and the one that is to stand lead to the own directorate. */
function mayChange(person: Person, subject: RoutingRule | undefined, change: RuleAct): boolean {
	const own = editedBy(person);
	const next = change.act === 'save' ? change.rule : undefined;
	return own !== null && [subject, next].every((rule) => (rule?.directorateId ?? own) === own);
}

function editedBy(person: Person): string | null {
	return can(actorOf(person), 'rules.edit') ? person.directorateId : null;
}

function wrongField(rule: RoutingRule, { profile, person }: ServerPolicy): string | null {
	if (rule.personId && personLoss(rule, person(rule.personId)) !== null) return 'personId';
	return ruleProblems({ ...rule, personId: null }, profile).length > 0 ? 'rule' : null;
}

async function listOf(tx: Tx, person: Person, now: number): Promise<RuleList> {
	const policy = await readPolicy(tx);
	const book = await readRuleBook(tx);
	const lately = await countRouted(tx, now - trialDays * dayMs);
	const ever = await countRouted(tx, 0);
	return {
		rev: policy?.version ?? 0,
		edits: editedBy(person),
		rules: book.map((booked) => ({
			...booked,
			routed: {
				lately: lately.get(booked.rule.id) ?? 0,
				ever: ever.get(booked.rule.id) ?? 0
			}
		})),
		duty: lately.get('') ?? 0
	};
}
