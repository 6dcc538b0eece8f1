import { expect, it } from 'vitest';
import { storageTone } from './storage-tone';

it('turns amber at half of the space and red at three quarters', () => {
	const tones = [0, 49, 50, 74, 75, 100].map((used) => storageTone(used, 100));
	expect(tones).toEqual(['done', 'done', 'waiting', 'waiting', 'alarm', 'alarm']);
});

it('says nothing bad of a browser that lends nothing', () => {
	expect(storageTone(0, 0)).toBe('done');
});
