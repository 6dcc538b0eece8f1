import type { PartTone } from '$lib/ui/tone';

const amberRatio = 0.5;
const redRatio = 0.75;

/** The tone of space in use: amber from half of what the browser lends, red from three quarters. */
export function storageTone(usedBytes: number, quotaBytes: number): PartTone {
	const ratio = quotaBytes <= 0 ? 0 : usedBytes / quotaBytes;
	if (ratio >= redRatio) return 'alarm';
	return ratio >= amberRatio ? 'waiting' : 'done';
}
