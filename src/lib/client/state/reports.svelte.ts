/**
 * The reports of this device in memory: bases as received, and what is shown of them. Only touched
 * reports are worked out again; readers get a new array at each change.
 */
import type { Report } from '$lib/domain/report/report';
import type { ReportsView } from '../device';
import type { ReportRow } from '../sync/ports';

export class ReportsState implements ReportsView {
	#all = $state.raw<readonly Report[]>([]);
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
	get all() {
		return this.#all;
	}

	byId(id: string): Report | undefined {
		void this.#all; // The map itself is not reactive: whoever asks follows the array.
		return this.#shown.get(id);
	}

	byNumber(number: string): Report | undefined {
		void this.#all;
		this.#numbers ??= new Map([...this.#shown.values()].map((row) => [row.number, row.id]));
		return this.byId(this.#numbers.get(number) ?? '');
	}

	/** The report as last received, without own work. */
	baseOf(id: string): Report | undefined {
		return this.#bases.get(id);
	}

	/** Takes in new bases and departures; `show` says what is to be seen of a base. */
	receive(
		rows: readonly ReportRow[],
		removed: readonly string[],
		show: (base: Report) => Report
	): void {
		for (const { id, body } of rows) {
			this.#bases.set(id, body);
			this.#shown.set(id, show(body));
		}
		for (const id of removed) {
			this.#bases.delete(id);
			this.#shown.delete(id);
		}
		if (rows.length + removed.length > 0) this.#publish();
	}

	/** Works out again what is shown of some reports. */
	refresh(ids: Iterable<string>, show: (base: Report) => Report): void {
		let isTouched = false;
		for (const id of ids) {
			const base = this.#bases.get(id);
			if (base === undefined) continue;
			this.#shown.set(id, show(base));
			isTouched = true;
		}
		if (isTouched) this.#publish();
	}

	mark({ isComplete }: { isComplete: boolean }): void {
		this.#isReady = true;
		this.#isComplete = isComplete;
	}

	#publish(): void {
		this.#numbers = null;
		this.#all = [...this.#shown.values()];
	}
}
