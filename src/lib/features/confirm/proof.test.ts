import { describe, expect, it } from 'vitest';
import { aFinish, aPhoto, minute, morning } from '../../../../tests/support/builders';
import { proofOf } from './proof';

const photo = (
	sha256: string,
	kind: 'before' | 'after' | 'reporter',
	part: Parameters<typeof aPhoto>[1] = {}
) => aPhoto(kind, { sha256, ...part });
const late = { actorId: 'ali', epoch: 1 };
const standing = { actorId: 'badr', epoch: 2 };
const photos = [
	photo('ali-before', 'before', { ...late, takenAt: morning + 8 * minute, isLate: true }),
	photo('ali-after', 'after', { ...late, takenAt: morning + 9 * minute, isLate: true }),
	photo('badr-before', 'before', { ...standing, takenAt: morning }),
	photo('badr-after', 'after', { ...standing, takenAt: morning + minute }),
	photo('citizen', 'reporter', { actorId: null, epoch: 0 })
];
const names = (part: Parameters<typeof aFinish>[0]) => {
	const { before, after, others } = proofOf({ photos, finish: aFinish(part) });
	return [before?.sha256, after?.sha256, others.map(({ sha256 }) => sha256)];
};

describe('the proof of a finish', () => {
	it('is of the finish that stands, although late photos are newer; those stay in sight [E2]', () => {
		expect(names({ ...standing, photos: ['badr-before', 'badr-after'] })).toEqual([
			...['badr-before', 'badr-after'],
			['ali-before', 'ali-after', 'citizen']
		]);
	});

	it('is the late one once that was used [E2]', () => {
		expect(names({ ...late, photos: ['ali-before', 'ali-after'] })).toEqual([
			...['ali-before', 'ali-after'],
			['badr-before', 'badr-after', 'citizen']
		]);
	});

	it('is the newest of both where both count, and the older ones stay in sight [E3]', () => {
		const all = ['badr-before', 'badr-after', 'ali-before', 'ali-after'];
		expect(names({ ...standing, photos: all })).toEqual([
			...['ali-before', 'ali-after'],
			['badr-before', 'badr-after', 'citizen']
		]);
	});

	it('takes in what its author took again after the finish', () => {
		const again = photo('again', 'after', { ...standing, takenAt: morning + 2 * minute });
		const finish = aFinish({ ...standing, photos: ['badr-before', 'badr-after'] });
		expect(proofOf({ photos: [...photos, again], finish }).after?.sha256).toBe('again');
	});

	it('is the one that the inspector put last, although another is newer', () => {
		const first = photo('first', 'after', { ...standing, takenAt: morning });
		const second = photo('second', 'after', { ...standing, takenAt: morning + minute });
		const finish = aFinish({ ...standing, photos: ['second', 'first'] });
		expect(proofOf({ photos: [first, second], finish }).after?.sha256).toBe('first');
	});

	it('is never a marked copy, which stands among the others [story 8]', () => {
		const copy = photo('copy', 'after', {
			...{ ...standing, takenAt: morning + 5 * minute, derivedFrom: 'badr-after' }
		});
		const finish = aFinish({ ...standing, photos: ['badr-before', 'badr-after', 'copy'] });
		const { after, others } = proofOf({ photos: [...photos, copy], finish });
		expect(after?.sha256).toBe('badr-after');
		expect(others.map(({ sha256 }) => sha256)).toContain('copy');
	});
});
