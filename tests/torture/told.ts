/**
 * What devices asked and were told, exchange by exchange, and what of it must be found in the books
 * afterwards (in the manner of Jepsen: each call is ok, a failure, or nobody knows).
 *
 * 1. A result that was ever told stands: the same command, under the same counter, with that outcome.
 * 2. A result that was told twice was the same both times.
 * 3. Whatever was asked without an answer may have happened or not, but not twice.
 */
import * as z from 'zod/mini';
import type { Selectable } from 'kysely';
import type { Answer } from '../../src/lib/client/errors';
import { commandResult, type CommandResult } from '../../src/lib/protocol/sync';
import type { SyncRequest, SyncResponse } from '../../src/lib/protocol/sync';
import type { CommandTable } from '../../src/lib/server/db/tables';
import { equal, holds } from '../sim/invariant';

interface Call {
	replica: string;
	sent: readonly { id: string; text: string }[];
	end: 'ok' | 'failed' | 'unknown';
	results: readonly CommandResult[];
}

const sentCommand = z.looseObject({ id: z.string() });
const partial = z.object({ results: z.array(commandResult) });

export class Told {
	readonly #calls: Call[] = [];

	/** Notes a call when it leaves; the answer is noted when it is heard. */
	begin({ replica, commands }: SyncRequest): (answer: Answer<SyncResponse>) => void {
		const sent = commands.map((command) => {
			return { id: sentCommand.parse(command).id, text: JSON.stringify(command) };
		});
		const call: Call = { replica, sent, end: 'unknown', results: [] };
		this.#calls.push(call);
		return (answer) => {
			if (!answer.ok && answer.failure.kind === 'offline') return;
			call.end = answer.ok ? 'ok' : 'failed';
			call.results = answer.ok ? answer.value.results : resultsIn(answer.failure.body);
		};
	}

	/** How the calls ended, by kind. */
	get ends(): Record<Call['end'], number> {
		const ends = { ok: 0, failed: 0, unknown: 0 };
		for (const { end } of this.#calls) ends[end] += 1;
		return ends;
	}

	/** Results that were told. */
	get acknowledged(): number {
		return new Set(this.#calls.flatMap(({ results }) => results.map(({ id }) => id))).size;
	}

	/** Results that were told of a command which the books held already. */
	get repeated(): number {
		return this.#calls.flatMap(({ results }) => results).filter(({ duplicate }) => duplicate)
			.length;
	}

	/** Throws a `Violation` where the books say something else than was told. */
	check(rows: readonly Selectable<CommandTable>[]): void {
		const books = new Map(rows.map((row) => [`${row.replica} ${row.n}`, row]));
		const outcomes = new Map<string, string>();
		for (const { replica, sent, results } of this.#calls) {
			const texts = new Map(sent.map(({ id, text }) => [id, text]));
			for (const { n, id, outcome } of results) {
				const what = `the told result of ${id} under ${replica} ${n}`;
				const row = books.get(`${replica} ${n}`);
				holds(row !== undefined, `I1 lost: ${what} is not in the books`);
				equal(row.id, id, `I1 ${what} is of another command`);
				if (!mayChange(outcome)) equal(row.outcome, outcome, `I2 ${what} has changed`);
				equal(outcomes.get(id) ?? outcome, outcome, `I2 ${what} was told differently`);
				outcomes.set(id, outcome);
				equal(row.payload, texts.get(id), `I1 ${what} is as it was sent`);
			}
		}
	}
}

/** What waited for a newer server is applied when that has come. */
const mayChange = (outcome: string) => outcome === 'deferred';

const resultsIn = (body: unknown) => partial.safeParse(body).data?.results ?? [];
