import { describe, expect, it } from 'vitest';
import { aPhoto, aReport, category } from '../../../../tests/support/builders';
import { evidenceChecklist, finishPhotos } from './evidence-checklist';

const report = (...photos: ReturnType<typeof aPhoto>[]) => aReport({ assignEpoch: 1, photos });

describe('the evidence checklist', () => {
	it('asks a repair for one photo before and one after', () => {
		const rows = evidenceChecklist(report(aPhoto('before')), category, {
			outcome: 'fixed',
			text: null
		});
		expect(rows).toEqual([
			{ kind: 'before', needed: 1, have: 1, isMet: true },
			{ kind: 'after', needed: 1, have: 0, isMet: false }
		]);
	});

	it('asks every other outcome for a photo and a text', () => {
		const rows = (text: string | null) =>
			evidenceChecklist(report(aPhoto('before')), category, { outcome: 'not_ours', text });
		expect(rows(null)).toEqual([
			{ kind: 'photos', needed: 1, have: 1, isMet: true },
			{ kind: 'text', needed: 1, have: 0, isMet: false }
		]);
		expect(rows('belongs to the power company').every((row) => row.isMet)).toBe(true);
	});

	it('counts neither photos of the reporter nor photos that were taken again', () => {
		const names = finishPhotos(
			report(
				aPhoto('reporter', { sha256: 'r', actorId: null }),
				aPhoto('before', { sha256: 'old', retracted: true }),
				aPhoto('before', { sha256: 'new' })
			)
		).map((photo) => photo.sha256);
		expect(names).toEqual(['new']);
	});

	it('names before photos of any assignment, but after photos of this one only', () => {
		const photos = [
			aPhoto('before', { sha256: 'b1', epoch: 1 }),
			aPhoto('after', { sha256: 'a1', epoch: 1 }),
			aPhoto('after', { sha256: 'a2', epoch: 2 })
		];
		const names = finishPhotos({ assignEpoch: 2, photos }).map((photo) => photo.sha256);
		expect(names).toEqual(['b1', 'a2']);
	});
});
