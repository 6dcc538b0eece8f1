import { onSite } from '$lib/domain/geo/on-site';
import { makeFormat } from '$lib/i18n/format';
import { describe, expect, it } from 'vitest';
import { aPhoto } from '../../../../tests/support/builders';
import { fixesOf, isReasonNeeded, onSiteEvidence, onSiteQuestion } from './on-site-answer';

const format = makeFormat({ locale: 'ar', digits: 'latn', timeZone: 'Asia/Muscat' });
const place = { lat: 23.6, lon: 58.4 };
/** A presence about `metres` north of the place. */
const at = (metres: number, accuracyMetres: number) =>
	onSite(place, [{ ...place, lat: place.lat + metres / 111_195, accuracyMetres, fixedAt: 0 }], 0);

describe('the on-site question', () => {
	it('is not asked of somebody who is there', () => {
		expect(onSiteQuestion(at(90, 20), format)).toBeNull();
	});

	it('names distance and error to somebody who is far away', () => {
		expect(onSiteQuestion(at(240, 30), format)).toContain('240 م');
		expect(onSiteQuestion(at(240, 30), format)).toContain('\u2066±30\u2069 م');
	});

	it('is asked where nothing is known, and the evidence says that it was unknown', () => {
		expect(onSiteQuestion(null, format)).not.toBeNull();
		expect(onSiteEvidence(null, 'بلا إشارة')).toEqual({
			distanceMetres: null,
			accuracyMetres: null,
			remark: 'بلا إشارة'
		});
	});

	it('wants a reason where the place is not known, and only then [story 39]', () => {
		expect([null, at(40, 500), at(240, 30)].map(isReasonNeeded)).toEqual([true, true, false]);
		expect(onSiteQuestion(at(40, 500), format)).toContain('\u2066±500\u2069 م');
	});
});

describe('where the person has been', () => {
	const shot = (part: Parameters<typeof aPhoto>[1]) =>
		aPhoto('after', {
			place: { ...place, accuracyMetres: 9, headingDegrees: null, fixedAt: 60_000 },
			...part
		});
	const presence = (photos: ReturnType<typeof aPhoto>[], now: number) =>
		onSite(place, fixesOf({ photos, assignEpoch: 1 }, 'ali', []), now);

	it('is known from his photos of this assignment, although the app was started anew [story 38]', () => {
		expect(presence([shot({})], 120_000)?.isOnSite).toBe(true);
		expect(presence([shot({})], 60_000 + 11 * 60_000)).toBeNull();
	});

	it('is not known from photos of somebody else, nor of an earlier assignment', () => {
		expect(presence([shot({ actorId: 'badr' }), shot({ epoch: 0 })], 120_000)).toBeNull();
	});
});
