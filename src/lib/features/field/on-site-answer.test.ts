import { onSite } from '$lib/domain/geo/on-site';
import { makeFormat } from '$lib/i18n/format';
import { describe, expect, it } from 'vitest';
import { onSiteEvidence, onSiteQuestion } from './on-site-answer';

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
});
