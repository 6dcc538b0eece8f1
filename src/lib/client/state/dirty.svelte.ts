/**
 * What a reload of this page would break. An update of the app waits until there is none of it.
 */
class Holds {
	#count = $state(0);
	readonly #onFree: (() => void)[] = [];

	get isAny(): boolean {
		return this.#count > 0;
	}

	/** Counts one in until the answer is called; calling it again changes nothing. */
	hold(): () => void {
		let isHeld = true;
		this.#count += 1;
		return () => {
			if (!isHeld) return;
			isHeld = false;
			this.#count -= 1;
			if (this.#count === 0) for (const run of this.#onFree) run();
		};
	}

	/** Runs this whenever the last one has ended. */
	whenFree(run: () => void): void {
		this.#onFree.push(run);
	}
}

/** The forms of this page that hold something; call the answer when one is saved, emptied or gone. */
export const dirtyForms = new Holds();

/** Exchanges with the server that this page runs. */
export const runningExchanges = new Holds();

/** Cameras of this page: nothing is put over them. */
export const openCameras = new Holds();
