/**
 * The server of the baselines: a note comes by POST and is stored by insert. Who has no session is
 * refused, a database that fails midway has stored what came first, as the product's does.
 */
import { answer, failure, type Wire } from '../city';

export class NoteEndpoint {
	hasSession = true;
	/** In the order of their insertion. */
	readonly notes: string[] = [];

	post(text: string, part: { isCutShort?: boolean; isOld?: boolean } = {}): Promise<Wire> {
		return Promise.resolve(this.#post(text, part));
	}

	#post(text: string, { isCutShort, isOld }: { isCutShort?: boolean; isOld?: boolean }): Wire {
		if (!this.hasSession) return failure('signed_out');
		this.notes.push(text);
		if (isCutShort) return failure('busy', { retryAfter: '5' });
		if (isOld) return failure('upgrade_needed');
		return answer(200, JSON.stringify({ id: this.notes.length }));
	}
}
