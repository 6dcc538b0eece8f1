/**
 * Where the device is, and whether the view goes with it.
 *
 *   off ─ press ─▶ following ─ the person moves the map ─▶ shown ─ press ─▶ following
 *    ▲                 └──────────────── press ──────────────┐
 *    └───────────────────────────────────────────────────────┘
 *
 * 1. It is asked for by a press only, and rests while nobody looks at the page.
 * 2. The first fix brings the view near; later ones move it and leave its zoom alone.
 * 3. The compass wins over the direction of travel, which is unknown to who stands.
 * Not here: how it is drawn (own-position), moving the map (controller).
 */
import type { GeoPoint } from '$lib/domain/geo/point';
import type { Place } from '$lib/domain/report/report';
import type { PositionWatch } from '../camera/position';

export interface OwnPlacePorts {
	watch: Pick<PositionWatch, 'state' | 'latest' | 'start' | 'stop' | 'subscribe'>;
	/** Begins to tell which way the device looks; the answer ends it. */
	heading(onturn: (degrees: number) => void): () => void;
	draw: { show(place: Place | null, headingDegrees: number | null): void };
	/** Moves the view there, near or as it is. */
	goTo(place: GeoPoint, isNear: boolean): void;
	onchange(): void;
}

export class OwnPlace {
	#ports: OwnPlacePorts;
	#isFollowing = false;
	#isArriving = false;
	#isResting = false;
	#compassDegrees: number | null = null;
	#endHeading: (() => void) | null = null;
	#unsubscribe: () => void;

	constructor(ports: OwnPlacePorts) {
		this.#ports = ports;
		this.#unsubscribe = ports.watch.subscribe(() => this.#moved());
	}

	get isFollowing(): boolean {
		return this.#isFollowing;
	}

	press(): void {
		const { watch, heading } = this.#ports;
		if (this.#isFollowing && watch.state === 'fixed') return this.#stop();
		this.#isFollowing = true;
		if (watch.state === 'fixed' && watch.latest) {
			this.#ports.goTo(watch.latest, true);
			return this.#ports.onchange();
		}
		this.#isArriving = true;
		this.#endHeading ??= heading((degrees) => this.#turned(degrees));
		// A watch that was refused does not ask again by itself.
		watch.stop();
		watch.start();
	}

	/** The person moves the map: the view stays where it is put. */
	letGo(): void {
		if (!this.#isFollowing) return;
		this.#isFollowing = false;
		this.#ports.onchange();
	}

	/** Nobody looks at the page, or somebody does again. */
	see(isSeen: boolean): void {
		const { watch } = this.#ports;
		if (isSeen && this.#isResting) watch.start();
		if (!isSeen && (watch.state === 'fixed' || watch.state === 'waiting')) {
			this.#isResting = true;
			watch.stop();
		}
		if (isSeen) this.#isResting = false;
	}

	end(): void {
		this.#unsubscribe();
		this.#stop();
	}

	#stop(): void {
		this.#isFollowing = false;
		this.#isResting = false;
		this.#endHeading?.();
		this.#endHeading = null;
		this.#compassDegrees = null;
		this.#ports.watch.stop();
	}

	#moved(): void {
		const { watch, goTo, onchange } = this.#ports;
		if (watch.state === 'denied' || watch.state === 'unavailable') this.#isFollowing = false;
		this.#draw();
		if (watch.state === 'fixed' && watch.latest && this.#isFollowing) {
			goTo(watch.latest, this.#isArriving);
			this.#isArriving = false;
		}
		onchange();
	}

	#turned(degrees: number): void {
		this.#compassDegrees = degrees;
		this.#draw();
	}

	#draw(): void {
		const { watch, draw } = this.#ports;
		const place = watch.state === 'off' && !this.#isResting ? null : watch.latest;
		draw.show(place, this.#compassDegrees ?? place?.headingDegrees ?? null);
	}
}
