/**
 * Which way the device looks: its compass where the browser gives one.
 *
 * 1. Only turns that tell north count; a heading relative to wherever the device happened to lie is
 *    worse than none.
 * 2. The screen's own turn is added, so that a tablet held sideways shows the right way.
 * 3. No compass is silence, never a fault: the direction of travel stands in for it.
 */

/** Events of the browsers, with what Safari adds to them. */
export interface TurnEvent {
	alpha: number | null;
	absolute: boolean;
	webkitCompassHeading?: number;
}

/** Degrees clockwise from north, or null where the event does not tell. */
export function headingOf(event: TurnEvent, screenDegrees: number): number | null {
	const { alpha, absolute, webkitCompassHeading: compass } = event;
	const looks = compass ?? (absolute && alpha !== null ? 360 - alpha : null);
	return looks === null || Number.isNaN(looks) ? null : (looks + screenDegrees + 360) % 360;
}

/** Smaller turns than these are the hand's. */
const steadyDegrees = 3;

/**
 * Calls `onturn` when the device has turned; returns what ends it. Call it from a press: one browser
 * asks the person then.
 */
export function watchHeading(onturn: (headingDegrees: number) => void): () => void {
	let last: number | null = null;
	const listen = (event: Event) => {
		const next = isTurn(event) ? headingOf(event, screen.orientation?.angle ?? 0) : null;
		if (next === null || (last !== null && turnBetween(last, next) < steadyDegrees)) return;
		last = next;
		onturn(next);
	};
	const events = ['deviceorientationabsolute', 'deviceorientation'];
	const begin = () => events.forEach((name) => window.addEventListener(name, listen));
	const end = () => events.forEach((name) => window.removeEventListener(name, listen));
	let hasEnded = false;
	void allowed().then((isAllowed) => isAllowed && !hasEnded && begin());
	return () => {
		hasEnded = true;
		end();
	};
}

/** Degrees from one heading to another, the short way round. */
export function turnBetween(a: number, b: number): number {
	const turn = Math.abs(a - b) % 360;
	return Math.min(turn, 360 - turn);
}

function isTurn(event: Event): event is Event & TurnEvent {
	return 'alpha' in event && 'absolute' in event;
}

/** iOS wants to be asked, by a method of the event's own class. */
async function allowed(): Promise<boolean> {
	if (typeof DeviceOrientationEvent === 'undefined') return false;
	const ask: unknown = Reflect.get(DeviceOrientationEvent, 'requestPermission');
	if (typeof ask !== 'function') return true;
	try {
		const answer: unknown = await Reflect.apply(ask, DeviceOrientationEvent, []);
		return answer === 'granted';
	} catch {
		return false;
	}
}
