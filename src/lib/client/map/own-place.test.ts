import { describe, expect, it } from 'vitest';
import type { Place } from '$lib/domain/report/report';
import { PositionWatch } from '../camera/position';
import { OwnPlace } from './own-place';

/** A receiver that a test moves, and what the map was told. */
function aDevice() {
	const said: string[] = [];
	const shown: { place: Place | null; heading: number | null }[] = [];
	let tell: PositionCallback | null = null;
	let miss: PositionErrorCallback | null | undefined;
	let turn: (degrees: number) => void = () => undefined;
	const watch = new PositionWatch({
		now: () => 1_000,
		geolocation: {
			watchPosition(success, failure) {
				[tell, miss] = [success, failure];
				said.push('asked');
				return 1;
			},
			clearWatch: () => void said.push('rests')
		}
	});
	const own = new OwnPlace({
		watch,
		heading(onturn) {
			turn = onturn;
			return () => void said.push('compass ends');
		},
		draw: { show: (place, heading) => void shown.push({ place, heading }) },
		goTo: ({ lat }, isNear) => void said.push(`goes to ${lat}${isNear ? ', near' : ''}`),
		onchange: () => undefined
	});
	const move = (latitude: number, heading: number | null = null) => {
		const coords = { latitude, longitude: 58, accuracy: 8, heading };
		tell?.({ coords } as GeolocationPosition);
	};
	const refuse = () =>
		miss?.({ code: 1, PERMISSION_DENIED: 1, TIMEOUT: 3 } as GeolocationPositionError);
	const heard = () => said.splice(0);
	return { own, watch, move, refuse, turn: (degrees: number) => turn(degrees), heard, shown };
}

describe('the own place on the map', () => {
	it('is asked for by a press, brings the view near once, and then moves with it', () => {
		const { own, move, heard } = aDevice();
		expect(heard()).toEqual([]);
		own.press();
		move(23.1);
		move(23.2);
		expect(heard()).toEqual(['asked', 'goes to 23.1, near', 'goes to 23.2']);
		expect(own.isFollowing).toBe(true);
	});

	it('lets go when the person moves the map, and follows again at a press', () => {
		const { own, move, heard, shown } = aDevice();
		own.press();
		move(23.1);
		own.letGo();
		heard();
		move(23.2);
		expect(heard()).toEqual([]);
		expect(shown.at(-1)?.place?.lat).toBe(23.2);
		own.press();
		move(23.3);
		expect(heard()).toEqual(['goes to 23.2, near', 'goes to 23.3']);
	});

	it('ends at a press while it follows: no receiver, no compass, nothing drawn', () => {
		const { own, move, heard, shown } = aDevice();
		own.press();
		move(23.1);
		heard();
		own.press();
		expect(heard()).toEqual(['compass ends', 'rests']);
		expect([own.isFollowing, shown.at(-1)?.place]).toEqual([false, null]);
	});

	it('rests while nobody looks, and goes on as it was', () => {
		const { own, move, heard } = aDevice();
		own.press();
		move(23.1);
		own.see(false);
		own.see(true);
		move(23.2);
		expect(heard()).toEqual(['asked', 'goes to 23.1, near', 'rests', 'asked', 'goes to 23.2']);
		own.press();
		own.see(false);
		own.see(true);
		expect(heard()).toEqual(['compass ends', 'rests']);
	});

	it('shows where the device looks, and where it goes while it has no compass', () => {
		const { own, move, turn, shown } = aDevice();
		own.press();
		move(23.1);
		expect(shown.at(-1)?.heading).toBe(null);
		move(23.1, 80);
		expect(shown.at(-1)?.heading).toBe(80);
		turn(200);
		expect(shown.at(-1)?.heading).toBe(200);
		move(23.2, 90);
		expect(shown.at(-1)?.heading).toBe(200);
	});

	it('follows nothing where the person has said no, and asks again at the next press [story 39]', () => {
		const { own, refuse, heard, watch } = aDevice();
		own.press();
		refuse();
		expect([own.isFollowing, watch.state]).toEqual([false, 'denied']);
		own.press();
		expect(heard()).toEqual(['asked', 'rests', 'asked']);
	});
});
