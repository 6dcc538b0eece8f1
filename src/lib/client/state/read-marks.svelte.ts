/**
 * Which messages of others a person has read on this device: per report the last one that was seen.
 *
 * 1. What others wrote keeps its order once it is here, so one mark per report says all.
 * 2. Kept in local storage, for the latest 400 conversations; where it cannot be kept, or was cleared,
 *    messages count as unread again: better twice than never.
 * Not here: what was answered (domain/report/message).
 */
import { messagesOf } from '$lib/domain/report/message';
import type { Message, Report } from '$lib/domain/report/report';
import * as z from 'zod/mini';

const maxMarks = 400;
const stored = z.array(z.tuple([z.string(), z.string()]));
type Marks = ReadonlyMap<string, string>;

export class ReadMarks {
	readonly #personId: string;
	readonly #storage: Pick<Storage, 'getItem' | 'setItem'> | undefined;
	#marks = $state.raw<Marks>(new Map());

	constructor(personId: string, storage?: Pick<Storage, 'getItem' | 'setItem'>) {
		this.#personId = personId;
		this.#storage = storage;
		this.#marks = this.#load();
	}

	/** What others wrote and this person has not seen, oldest first. */
	unreadOf(report: Pick<Report, 'id' | 'messages'>): readonly Message[] {
		// Thousands of reports are asked at every change, and most of them carry none.
		if (messagesOf(report).length === 0) return [];
		const foreign = messagesOf(report).filter(({ actorId }) => actorId !== this.#personId);
		const last = this.#marks.get(report.id);
		return foreign.slice(foreign.findIndex(({ id }) => id === last) + 1);
	}

	/** Everything on the report that is here has been seen. */
	read(report: Pick<Report, 'id' | 'messages'>): void {
		const last = this.unreadOf(report).at(-1);
		if (last === undefined) return;
		const rest = [...this.#marks].filter(([id]) => id !== report.id);
		this.#marks = new Map([...rest, [report.id, last.id] as const].slice(-maxMarks));
		this.#save();
	}

	get #key(): string {
		return `maydan.read.${this.#personId}`;
	}

	#load(): Marks {
		try {
			return new Map(stored.parse(JSON.parse(this.#storage?.getItem(this.#key) ?? '[]')));
		} catch {
			return new Map();
		}
	}

	#save(): void {
		try {
			this.#storage?.setItem(this.#key, JSON.stringify([...this.#marks]));
		} catch {
			// Unread again at the next start.
		}
	}
}
