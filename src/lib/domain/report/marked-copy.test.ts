import { describe, expect, it } from 'vitest';
import {
	aCommand,
	after,
	ali,
	aPhoto,
	aReport,
	by,
	plainArgs
} from '../../../../tests/support/builders';
import { decide } from './decide';
import { standingPhotos } from './report';

const original = aPhoto('before', { sha256: '1'.repeat(64) });
const report = aReport({ status: 'in_progress', photos: [original] });
const drawn = aCommand('addPhoto', {
	args: { ...plainArgs.addPhoto, derivedFrom: original.sha256 }
});
const marked = after(report, drawn, by(ali));
const standing = (photos: typeof marked) => standingPhotos(photos).map(({ sha256 }) => sha256);

describe('a marked copy of a photo', () => {
	it('stands beside the original, which stays as it was [story 8]', () => {
		expect(marked.photos[0]).toEqual(original);
		expect(marked.photos[1]).toMatchObject({ derivedFrom: original.sha256, kind: 'other' });
	});

	it('proves nothing by itself, because it shows what the original shows', () => {
		const naming = (sha256: string) =>
			aCommand('finish', {
				args: { ...plainArgs.finish, outcome: 'nothing_found', text: 'لا شيء', photos: [sha256] }
			});
		expect(decide(marked, naming(plainArgs.addPhoto.sha256), by(ali))).toMatchObject({
			reason: 'evidence_missing'
		});
		expect(decide(marked, naming(original.sha256), by(ali)).outcome).toBe('applied');
	});

	it('goes with an original that was taken again', () => {
		const again = aCommand('addPhoto', {
			args: { ...plainArgs.addPhoto, sha256: 'd'.repeat(64), replaces: original.sha256 }
		});
		expect(standing(after(marked, again, by(ali)))).toEqual(['d'.repeat(64)]);
	});

	it('gives way alone when it is drawn anew', () => {
		const anew = aCommand('addPhoto', {
			args: {
				...plainArgs.addPhoto,
				...{ sha256: 'd'.repeat(64), replaces: plainArgs.addPhoto.sha256 },
				derivedFrom: original.sha256
			}
		});
		expect(standing(after(marked, anew, by(ali)))).toEqual([original.sha256, 'd'.repeat(64)]);
	});
});
