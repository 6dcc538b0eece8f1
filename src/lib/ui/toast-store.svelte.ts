/**
 * The notices on the screen: each lives for a while, can carry one act (undo), and waits while
 * somebody reads it.
 *
 * 1. A notice with an act lives 10 s at least: the time an act can be taken back.
 * 2. While the region is held (hover, focus) no life runs; afterwards what was left runs on.
 * 3. Three at most are shown; the oldest leaves first.
 * Time and timers come in as ports.
 */
import type { Icon } from './icon';
import type { PartTone } from './tone';

export interface Notice {
	text: string;
	tone?: PartTone;
	icon?: Icon;
	/** The act's words and what it does; the notice leaves when it is taken. */
	action?: { label: string; run: () => void };
	/** Milliseconds; 0 keeps it until dismissed. */
	lifeMs?: number;
}

export interface Toast extends Notice {
	readonly id: number;
}

export interface ToastPorts {
	now: () => number;
	/** Calls back after `delayMs`; the returned function cancels. */
	after: (delayMs: number, run: () => void) => () => void;
}

const defaultLifeMs = 5_000;
const actionLifeMs = 10_000;
const shownMax = 3;

const browserPorts: ToastPorts = {
	now: () => performance.now(),
	after: (delayMs, run) => {
		const timer = setTimeout(run, delayMs);
		return () => clearTimeout(timer);
	}
};

interface Life {
	leftMs: number;
	startedAt: number;
	cancel: () => void;
}

export class ToastStore {
	#ports: ToastPorts;
	#items = $state.raw<readonly Toast[]>([]);
	#lives = new Map<number, Life>();
	#nextId = 1;
	#isHeld = false;

	constructor(ports: ToastPorts = browserPorts) {
		this.#ports = ports;
	}

	get items(): readonly Toast[] {
		return this.#items;
	}

	/** Shows a notice and returns its id. */
	show(notice: Notice): number {
		const id = this.#nextId++;
		for (const old of this.#items.slice(0, this.#items.length - shownMax + 1)) this.dismiss(old.id);
		this.#items = [...this.#items, { ...notice, id }];
		const lifeMs = notice.lifeMs ?? (notice.action ? actionLifeMs : defaultLifeMs);
		if (lifeMs > 0) this.#lives.set(id, { leftMs: lifeMs, startedAt: 0, cancel: () => {} });
		if (!this.#isHeld) this.#run(id);
		return id;
	}

	/** Takes a notice's act and the notice away; a second press does nothing. */
	act(id: number) {
		const toast = this.#items.find((item) => item.id === id);
		this.dismiss(id);
		toast?.action?.run();
	}

	dismiss(id: number) {
		this.#lives.get(id)?.cancel();
		this.#lives.delete(id);
		this.#items = this.#items.filter((item) => item.id !== id);
	}

	/** Somebody is reading: all lives stand still. */
	hold() {
		if (this.#isHeld) return;
		this.#isHeld = true;
		for (const life of this.#lives.values()) {
			life.cancel();
			life.leftMs -= this.#ports.now() - life.startedAt;
		}
	}

	/** Nobody reads any more: what was left runs on. */
	release() {
		if (!this.#isHeld) return;
		this.#isHeld = false;
		for (const id of this.#lives.keys()) this.#run(id);
	}

	#run(id: number) {
		const life = this.#lives.get(id);
		if (!life) return;
		life.startedAt = this.#ports.now();
		life.cancel = this.#ports.after(Math.max(0, life.leftMs), () => this.dismiss(id));
	}
}
