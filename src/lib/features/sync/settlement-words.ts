/**
 * What a supervisor, or the server itself, decided about an act after it had been received: the
 * words that its author reads, with their tone. Pure.
 */
import type { OutboxItem, Settlement } from '$lib/client/device';
import type { Format } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import type { PartTone } from '$lib/ui/tone';

type Choice = Settlement['choice'];

const words: Readonly<Record<Choice, () => string>> = {
	use: m.outbox_settled_use,
	both: m.outbox_settled_both,
	keep: m.outbox_settled_keep,
	applied: m.outbox_settled_applied,
	rejected: m.outbox_settled_rejected
};

const tones: Readonly<Record<Choice, PartTone>> = {
	use: 'done',
	both: 'done',
	keep: 'neutral',
	applied: 'done',
	rejected: 'alarm'
};

/** The decision in one sentence; only a closing can be kept as evidence, other work is noted. */
export function settlementWords(choice: Choice, type: OutboxItem['type']): string {
	return choice === 'keep' && type !== 'finish' ? m.outbox_settled_noted() : words[choice]();
}

/** The tone of a decision: kept as evidence is no failure. */
export const settlementTone = (choice: Choice): PartTone => tones[choice];

/** Who decided and when; `name` is empty where the person is not known here. */
export function settlementBy({ actorId, at }: Settlement, name: string, format: Format): string {
	const when = format.dateTime(at);
	return actorId === null || name === ''
		? m.outbox_settled_server({ when })
		: m.outbox_settled_by({ name, when });
}
