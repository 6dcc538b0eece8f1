/** Generated reports around the city's areas: the same ones at every visit. */
import type { MapPoint } from '$lib/client/map/point';
import type { GeoPoint } from '$lib/domain/geo/point';
import { tones } from '$lib/domain/report/lifecycle';

/** A repeatable sequence of numbers from 0 to 1 (Lehmer generator modulo 2^31 - 1). */
function sequence(seed: number): () => number {
	let state = seed;
	return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** `count` points, each within about 3 km of one of `places`. */
export function samplePoints(places: readonly GeoPoint[], count: number): MapPoint[] {
	const next = sequence(20_230_630);
	const spread = () => (next() + next() + next() - 1.5) * 0.04;
	return Array.from({ length: count }, (_, index) => {
		const { lat, lon } = places[Math.floor(next() ** 1.6 * places.length)] ?? { lat: 0, lon: 0 };
		return {
			id: `sample-${index}`,
			lat: lat + spread(),
			lon: lon + spread(),
			tone: tones[Math.floor(next() * tones.length)] ?? 'neutral',
			priority: next() < 0.03 ? 'urgent' : 'normal'
		};
	});
}
