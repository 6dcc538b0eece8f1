/**
 * Installing the app on the home screen, where the browser lets a page offer it. An installed app is
 * the one whose data browsers keep: tabs of some lose it after a week.
 */
interface InstallEvent extends Event {
	prompt(): Promise<unknown>;
}

export class Installation {
	#event = $state.raw<InstallEvent | null>(null);

	/** The browser would ask the person now. */
	get isOffered(): boolean {
		return this.#event !== null;
	}

	/** Listens from the first page on: the browser says it once, early. */
	watch(page: EventTarget): void {
		page.addEventListener('beforeinstallprompt', (event) => {
			if (!isInstallEvent(event)) return;
			event.preventDefault();
			this.#event = event;
		});
		page.addEventListener('appinstalled', () => (this.#event = null));
	}

	/** Lets the browser ask; it does so once for each offer. */
	async ask(): Promise<void> {
		const event = this.#event;
		this.#event = null;
		await event?.prompt();
	}
}

function isInstallEvent(event: Event): event is InstallEvent {
	return 'prompt' in event && typeof event.prompt === 'function';
}

/** The installation of this app. */
export const installation = new Installation();
