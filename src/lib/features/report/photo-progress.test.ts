import { describe, expect, it } from 'vitest';
import { photoProgress } from './photo-progress';

const upload = { sha256: 'x', size: 400, sentBytes: 0, state: 'waiting' } as const;
const awaited = { state: 'awaited' } as const;

describe('the progress of a photo', () => {
	it('is the upload of this device while the server awaits the bytes', () => {
		expect(photoProgress(awaited, upload)).toEqual({ kind: 'waiting' });
		const half = { ...upload, sentBytes: 200, state: 'sending' } as const;
		expect(photoProgress(awaited, half)).toEqual({ kind: 'uploading', ratio: 0.5 });
	});

	it('keeps what has arrived in sight when the line is cut in the middle', () => {
		expect(photoProgress(awaited, { ...upload, sentBytes: 100 })).toEqual({
			kind: 'uploading',
			ratio: 0.25
		});
	});

	it('is awaited where another device has the bytes', () => {
		expect(photoProgress(awaited, undefined)).toEqual({ kind: 'awaited' });
	});

	it('believes the server about what is stored and either side about what is damaged', () => {
		expect(photoProgress({ state: 'stored' }, upload)).toEqual({ kind: 'stored' });
		expect(photoProgress(awaited, { ...upload, state: 'corrupt' })).toEqual({ kind: 'corrupt' });
		expect(photoProgress({ state: 'corrupt' }, undefined)).toEqual({ kind: 'corrupt' });
	});
});
