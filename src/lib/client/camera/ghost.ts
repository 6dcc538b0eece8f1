/**
 * How strongly the before photo shows through the live picture, in five steps, and the memory of it:
 * who once turned it off finds it off.
 */
import * as z from 'zod/mini';
import type { Device } from '../device';

/** Opacity by step; the first is off. */
export const ghostSteps = [0, 0.2, 0.35, 0.5, 0.7] as const;
export const defaultGhostStep = 2;

const key = 'ghost';
const step = z.int().check(z.minimum(0), z.maximum(ghostSteps.length - 1));

export async function ghostStep(device: Pick<Device, 'memo'>): Promise<number> {
	const read = step.safeParse(await device.memo(key));
	return read.success ? read.data : defaultGhostStep;
}

export function setGhostStep(device: Pick<Device, 'setMemo'>, chosen: number): Promise<void> {
	return device.setMemo(key, chosen);
}
