/**
 * Forms that hold something a reload would lose. An update waits until there is none.
 */
class DirtyForms {
	#count = $state(0);

	get isAny(): boolean {
		return this.#count > 0;
	}

	/** Counts a form in until the answer is called; call it when it is saved, emptied or gone. */
	hold(): () => void {
		let isHeld = true;
		this.#count += 1;
		return () => {
			if (isHeld) this.#count -= 1;
			isHeld = false;
		};
	}
}

/** The forms of this page. */
export const dirtyForms = new DirtyForms();
