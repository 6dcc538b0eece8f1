import { beforeEach, expect, it } from 'vitest';
import type { PhotoSize } from '$lib/protocol/online';
import { aReport } from '../../../tests/support/builders';
import { unreachable } from './errors';
import { findPhoto, type PhotoPlaces } from './report-photos';
import type { StoredPhoto } from './sync/ports';

const report = aReport();
let own: StoredPhoto | undefined;
let kept: Map<string, Blob>;
let server: Map<PhotoSize, string>;
let asked: PhotoSize[];

beforeEach(() => {
	own = undefined;
	kept = new Map();
	server = new Map();
	asked = [];
});

const places = (): PhotoPlaces => ({
	outbox: {
		readPhoto: () => Promise.resolve(new TextEncoder().encode('own bytes')),
		readThumb: () =>
			Promise.resolve(own === undefined ? null : new TextEncoder().encode('own thumb'))
	},
	cache: {
		photo: (_, size) => Promise.resolve(kept.get(size) ?? null),
		keepPhoto: (_, size, bytes) => {
			kept.set(size, bytes);
			return Promise.resolve();
		}
	},
	api: {
		photo: (_id, _sha256, size) => {
			asked.push(size);
			const found = server.get(size);
			return Promise.resolve(
				found === undefined
					? { ok: false as const, failure: unreachable }
					: { ok: true as const, value: new Blob([found]) }
			);
		}
	},
	own: () => own,
	wallMs: () => 1
});
const find = async (size: PhotoSize) =>
	(await findPhoto(places(), report, 'p', size))?.text() ?? null;
const anOwn = (hasBytes: boolean): StoredPhoto => ({
	sha256: 'p',
	size: 9,
	width: 1,
	height: 1,
	reportId: report.id,
	commandId: 'c',
	state: hasBytes ? 'waiting' : 'stored',
	attempts: 0,
	mismatches: 0,
	addedAt: 0,
	hasBytes
});

it('shows an own photo from the outbox, without the line', async () => {
	own = anOwn(true);
	expect([await find('thumb'), await find('screen')]).toEqual(['own thumb', 'own bytes']);
	expect(asked).toEqual([]);
});

it('fetches once what is worth keeping, every time what is not', async () => {
	server = new Map<PhotoSize, string>([
		['screen', 'screen'],
		['full', 'full']
	]);
	await find('screen');
	await find('full');
	expect(await find('screen')).toBe('screen');
	expect(await find('full')).toBe('full');
	expect(asked).toEqual(['screen', 'full', 'full']);
});

it('makes do with a smaller copy where there is no line, and says so where there is none', async () => {
	expect(await find('full')).toBeNull();
	kept.set('screen', new Blob(['kept']));
	expect(await find('full')).toBe('kept');
	expect(await find('thumb')).toBe('kept');
	kept.clear();
	own = anOwn(false);
	expect(await find('full')).toBe('own thumb');
});
