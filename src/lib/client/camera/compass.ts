/**
 * Which way the rear camera looks, from the device's own compass: a person who takes a photo stands
 * still, and a receiver tells directions only of those who move.
 *
 * 1. Only headings against true or magnetic north count; a relative orientation says nothing.
 * 2. No compass is null, never an error; a heading older than two seconds is none.
 * 3. Listening costs battery: it lasts while the camera is open.
 * Browsers that ask for a permission of its own (iOS) are not asked: one question is enough.
 */
const freshMs = 2_000;

export interface Orientation {
	/** Degrees; see W3C DeviceOrientation, "absolute". */
	alpha: number | null;
	beta: number | null;
	gamma: number | null;
	absolute: boolean;
}

/**
 * Degrees clockwise from north that the back of the device looks to, 0 <= x < 360; null where the
 * orientation is relative or unknown, or the back looks straight up or down.
 * Source: W3C DeviceOrientation, worked example "compass heading".
 */
export function backHeading({ alpha, beta, gamma, absolute }: Orientation): number | null {
	if (!absolute || alpha === null || beta === null || gamma === null) return null;
	const [a, b, g] = [alpha, beta, gamma].map((degrees) => (degrees * Math.PI) / 180) as [
		number,
		number,
		number
	];
	const east = -Math.cos(a) * Math.sin(g) - Math.sin(a) * Math.sin(b) * Math.cos(g);
	const north = -Math.sin(a) * Math.sin(g) + Math.cos(a) * Math.sin(b) * Math.cos(g);
	if (Math.hypot(east, north) < 0.2) return null;
	return ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;
}

export interface CompassPorts {
	target: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;
	/** Milliseconds, monotonic. */
	monoMs: () => number;
}

const kind = 'deviceorientationabsolute';

export class Compass {
	#ports: CompassPorts;
	#heard: { heading: number; at: number } | null = null;
	#listen = (event: Event) => {
		const heading = backHeading(event as Event & Orientation);
		if (heading !== null) this.#heard = { heading, at: this.#ports.monoMs() };
	};

	constructor(ports: CompassPorts) {
		this.#ports = ports;
	}

	/** Whole degrees from north; null: not known now. */
	get heading(): number | null {
		if (this.#heard === null || this.#ports.monoMs() - this.#heard.at > freshMs) return null;
		return Math.round(this.#heard.heading) % 360;
	}

	start(): void {
		this.#ports.target.addEventListener(kind, this.#listen);
	}

	stop(): void {
		this.#ports.target.removeEventListener(kind, this.#listen);
		this.#heard = null;
	}
}

/** The compass of this page's device. */
export function createCompass(): Compass {
	return new Compass({ target: window, monoMs: () => performance.now() });
}
