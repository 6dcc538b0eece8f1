/** What a person can put right themselves, said in full sentences; printed without a stack trace. */
export class Refusal extends Error {
	constructor(...sentences: string[]) {
		super(sentences.join('\n'));
	}
}
