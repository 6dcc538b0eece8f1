import { expect, it } from 'vitest';
import { unreachable, type Answer } from '$lib/client/errors';
import type { RuleList, RuleTrial } from '$lib/client/office-api';
import { openRules } from './rules-desk.svelte';

const listOf = (rev: number): RuleList => ({ rev, edits: 'seeb', rules: [], duty: 0 });
const fine = <T>(value: T): Answer<T> => ({ ok: true, value });
const conflict = { ok: false as const, failure: { ...unreachable, code: 'conflict' as const } };
const trial: RuleTrial = { reports: 1, moved: 0, fired: { before: 0, after: 0 }, queues: [] };
const act = { act: 'delete', id: 'one' } as const;

function desk(answers: { rules: Answer<RuleList>[]; changes?: Answer<RuleList>[] }) {
	const revs: number[] = [];
	const next = <T>(list: T[] | undefined, otherwise: T) => list?.shift() ?? otherwise;
	const silent = { ok: false as const, failure: unreachable };
	const rules = openRules({
		rules: async () => next<Answer<RuleList>>(answers.rules, silent),
		changeRules: async ({ rev }) => {
			revs.push(rev);
			return next<Answer<RuleList>>(answers.changes, silent);
		},
		tryRules: async ({ rev }) => {
			revs.push(rev);
			return revs.length === 1 ? conflict : fine(trial);
		}
	});
	return { rules, revs };
}

it('keeps the rules that were read last while the server is silent', async () => {
	const { rules } = desk({ rules: [fine(listOf(1))] });
	await rules.read();
	await rules.read();
	expect([rules.list?.rev, rules.failure?.kind]).toEqual([1, 'offline']);
});

it('reads the newer rules where somebody else was first, and says that nothing was changed', async () => {
	const { rules, revs } = desk({ rules: [fine(listOf(1)), fine(listOf(5))], changes: [conflict] });
	await rules.read();
	expect((await rules.change(act))?.code).toBe('conflict');
	expect([rules.list?.rev, revs]).toEqual([5, [1]]);
});

it('tries a change on the newest rules, which a trial cannot spoil', async () => {
	const { rules, revs } = desk({ rules: [fine(listOf(1)), fine(listOf(5))] });
	await rules.read();
	expect(await rules.trial(act)).toEqual(fine(trial));
	expect(revs).toEqual([1, 5]);
});
