/**
 * The order in which the person visits the stops of a day, kept per person and day on this device.
 *
 * 1. It stands still until the person or a press changes it: a list that jumps with every fix is none.
 * 2. Every change can be taken back by giving the answer of `keep` to `keep` again.
 */
import type { DayBook, KeptRoute } from '../db/day-book';

export class RouteState {
	readonly #book: Pick<DayBook, 'route' | 'keepRoute'>;
	#day = '';
	#kept = $state.raw<KeptRoute | null>(null);
	#isLoaded = $state(false);

	constructor(book: Pick<DayBook, 'route' | 'keepRoute'>) {
		this.#book = book;
	}

	/** Null where no order is kept for the day. */
	get kept(): KeptRoute | null {
		return this.#kept;
	}

	/** The book has been read for the day. */
	get isLoaded(): boolean {
		return this.#isLoaded;
	}

	/** Reads the order of a day ("YYYY-MM-DD"). */
	async load(day: string): Promise<void> {
		if (day === this.#day) return;
		this.#day = day;
		this.#kept = await this.#book.route(day);
		this.#isLoaded = true;
	}

	/** Keeps an order, or none; resolves with the one before once it is on disk. */
	async keep(route: KeptRoute | null): Promise<KeptRoute | null> {
		const before = this.#kept;
		await this.#book.keepRoute(this.#day, route);
		this.#kept = route;
		return before;
	}
}
