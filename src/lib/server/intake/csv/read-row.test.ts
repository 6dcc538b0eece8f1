import { describe, expect, it } from 'vitest';
import type { ImportMapping } from '../../city/mapping';
import { createRowReader, type CsvRecord } from './read-row';

const mapping: ImportMapping = {
	id: 'other-system',
	name: { ar: 'نظام آخر', en: 'Other system' },
	credit: 'Made up for this test.',
	columns: {
		reference: 'id',
		openedAt: 'opened',
		closedAt: 'closed',
		status: 'status',
		description: ['type', 'detail'],
		address: ['street'],
		lat: 'lat',
		lon: 'lon',
		area: 'district',
		channel: 'source'
	},
	missing: ['NA'],
	dates: { format: 'iso', timeZone: 'America/Los_Angeles' },
	status: { closed: ['Closed'], open: ['Open'] },
	closedOutcome: 'fixed',
	category: {
		rules: [
			{ column: 'type', match: 'exact', value: 'Graffiti', to: 'graffiti' },
			{ column: 'type', match: 'prefix', value: 'Street', to: 'street' }
		],
		otherwise: 'other'
	},
	channel: { values: { 'Voice In': 'phone' }, otherwise: 'web' },
	area: { values: { '9': '/city/nine/' } }
};
const row = {
	id: '7',
	opened: '2015-07-01T08:00:00',
	closed: '',
	status: 'Open',
	type: 'Street cleaning',
	detail: 'NA',
	street: '1 Main St',
	lat: '37.7',
	lon: '-122.4',
	district: '',
	source: 'Voice In'
};
const read = createRowReader({
	mapping,
	bounds: [37.6, -122.6, 37.9, -122.3],
	areaOf: ({ lat }) => (lat < 37.8 ? '/city/south/' : null),
	now: Date.UTC(2016, 0, 1)
});
const reading = (part: CsvRecord) => read({ ...row, ...part });
const reasonOf = (part: CsvRecord) => {
	const result = reading(part);
	return result.ok ? 'accepted' : result.reason;
};

describe('a row of another system', () => {
	it('becomes what a report begins with, in local time of its zone', () => {
		expect(reading({})).toEqual({
			ok: true,
			row: {
				reference: '7',
				openedAt: Date.UTC(2015, 6, 1, 15, 0),
				closedAt: null,
				outcome: null,
				categoryId: 'street',
				isCategoryKnown: true,
				channelId: 'phone',
				description: 'Street cleaning',
				addressText: '1 Main St',
				lat: 37.7,
				lon: -122.4,
				areaPath: '/city/south/'
			}
		});
	});

	it('is refused with one reason, never thrown', () => {
		const rows: CsvRecord[] = [
			{ id: '' },
			{ opened: 'yesterday' },
			{ opened: '2015-13-01T08:00:00' },
			{ opened: '2017-01-01T08:00:00' },
			{ closed: '2015-06-30T08:00:00', status: 'Closed' },
			{ lat: '' },
			{ lat: '0', lon: '0' },
			{ lat: 'north' },
			{ lat: '38.5' },
			{ lat: '37.85' },
			{ street: 'Ma\ufffdn St' }
		];
		expect(rows.map(reasonOf)).toEqual([
			'no_reference',
			'bad_date',
			'bad_date',
			'opened_in_future',
			'closed_before_opened',
			'no_coordinates',
			'no_coordinates',
			'no_coordinates',
			'outside_city',
			'outside_areas',
			'broken_encoding'
		]);
	});

	it('goes to "other" when its category is unknown, and says so', () => {
		expect(reading({ type: 'Alien landing' })).toMatchObject({
			row: { categoryId: 'other', isCategoryKnown: false }
		});
	});

	it('is open unless its status says closed', () => {
		const closed = reading({ status: 'closed', closed: '2015-07-02T08:00:00' });
		expect(closed).toMatchObject({
			row: { outcome: 'fixed', closedAt: Date.UTC(2015, 6, 2, 15, 0) }
		});
		expect(reading({ status: 'Pending', closed: '2015-07-02T08:00:00' })).toMatchObject({
			row: { closedAt: null, outcome: null }
		});
	});

	it('takes the area of its district where the point gives none', () => {
		expect(reading({ lat: '37.85', district: '9' })).toMatchObject({
			row: { areaPath: '/city/nine/' }
		});
	});

	it('reads American dates with their halves of the day', () => {
		const american = createRowReader({
			mapping: { ...mapping, dates: { format: 'us12', timeZone: 'America/New_York' } },
			bounds: [37.6, -122.6, 37.9, -122.3],
			areaOf: () => '/city/south/',
			now: Date.UTC(2019, 0, 1)
		});
		expect(american({ ...row, opened: '06/26/2018 12:05:00 AM' })).toMatchObject({
			row: { openedAt: Date.UTC(2018, 5, 26, 4, 5) }
		});
		expect(american({ ...row, opened: '06/26/2018 12:05:00 PM' })).toMatchObject({
			row: { openedAt: Date.UTC(2018, 5, 26, 16, 5) }
		});
	});
});
