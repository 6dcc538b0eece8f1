/**
 * The reports of this device in memory: bases as received, and what is shown of them. Only touched
 * reports are worked out again; readers get a new array at each change.
 */
import type { Report } from '$lib/domain/report/report';
import type { ReportsView } from '../device';
import type { ReportRow } from '../sync/ports';

/** What is to be seen of a report, also of one that has no base yet; undefined: nothing. */
export type Show = (id: string, base: Report | undefined) => Report | undefined;

export class ReportsState implements ReportsView {
	#all = $state.raw<readonly Report[]>([]);
	#near = $state.raw<readonly Report[] | null>(null);
	#isReady = $state(false);
	#isComplete = $state(false);
	readonly #bases = new Map<string, Report>();
	readonly #shown = new Map<string, Report>();
	#numbers: Map<string, string> | null = null;

	get isReady() {
		return this.#isReady;
	}
	get isComplete() {
		return this.#isComplete;
	}
	get received() {
		return this.#all.length;
	}
	get near() {
		return this.#near;
	}
	get all() {
		return this.#all;
	}

	byId(id: string): Report | undefined {
		void this.#all; // The map itself is not reactive: whoever asks follows the array.
		return this.#shown.get(id);
	}

	byNumber(number: string): Report | undefined {
		void this.#all;
		this.#numbers ??= numbersOf(this.#shown.values());
		return this.byId(this.#numbers.get(number) ?? '');
	}

	/** Ids of all reports that were received. */
	get baseIds(): readonly string[] {
		return [...this.#bases.keys()];
	}

	/** The report as last received, without own work. */
	baseOf(id: string): Report | undefined {
		return this.#bases.get(id);
	}

	/** Takes in new bases and departures; `show` says what is to be seen. */
	receive(rows: readonly ReportRow[], removed: readonly string[], show: Show): void {
		for (const { id, body } of rows) this.#bases.set(id, body);
		for (const id of removed) this.#bases.delete(id);
		this.refresh([...rows.map(({ id }) => id), ...removed], show);
	}

	/** Works out again what is shown of some reports. */
	refresh(ids: Iterable<string>, show: Show): void {
		let isTouched = false;
		for (const id of ids) {
			const report = show(id, this.#bases.get(id));
			if (report === undefined && !this.#shown.delete(id)) continue;
			if (report !== undefined) this.#shown.set(id, report);
			isTouched = true;
		}
		if (isTouched) this.#publish();
	}

	/** A first view until everything has been received. */
	begin(near: readonly Report[]): void {
		this.#near = near;
	}

	mark({ isComplete }: { isComplete: boolean }): void {
		this.#near = null;
		this.#isReady = true;
		this.#isComplete = isComplete;
	}

	#publish(): void {
		this.#numbers = null;
		this.#all = [...this.#shown.values()];
	}
}

/** What has no number yet is named by its id. */
function numbersOf(reports: Iterable<Report>): Map<string, string> {
	const numbered = [...reports].filter(({ number }) => number !== '');
	return new Map(numbered.map(({ number, id }) => [number, id]));
}
