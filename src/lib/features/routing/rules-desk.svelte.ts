/**
 * The rules as the desk has read them, and the changes it asks for. What was read last stays in sight
 * while the server is silent; a change that was refused leaves everything as it was typed.
 */
import type { OfficeApi, RuleAct, RuleList, RuleTrial } from '$lib/client/office-api';
import type { Answer, Failure } from '$lib/client/errors';

export type RulesDesk = ReturnType<typeof openRules>;

export function openRules(api: Pick<OfficeApi, 'rules' | 'changeRules' | 'tryRules'>) {
	let list = $state.raw<RuleList | null>(null);
	let failure = $state.raw<Failure | null>(null);

	function take(answer: Answer<RuleList>) {
		if (answer.ok) list = answer.value;
		return answer.ok ? null : answer.failure;
	}
	const asked = (change: RuleAct) => ({ rev: list?.rev ?? 0, change });

	return {
		/** Null before the first answer. */
		get list() {
			return list;
		},
		/** Why the last reading failed. */
		get failure() {
			return failure;
		},
		async read() {
			failure = take(await api.rules());
		},
		/** Null once it is done; otherwise why not. Where others were first, theirs are read. */
		async change(act: RuleAct): Promise<Failure | null> {
			const refused = take(await api.changeRules(asked(act)));
			if (refused?.code === 'conflict') take(await api.rules());
			return refused;
		},
		async trial(act: RuleAct): Promise<Answer<RuleTrial>> {
			const answer = await api.tryRules(asked(act));
			if (answer.ok || answer.failure.code !== 'conflict') return answer;
			take(await api.rules());
			return api.tryRules(asked(act));
		}
	};
}
