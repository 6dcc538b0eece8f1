import { expect, it } from 'vitest';
import { defaultGhostStep, ghostStep, ghostSteps, setGhostStep } from './ghost';

it('shows the ghost at 35 % until somebody chose, and remembers the choice, off included', async () => {
	const memos = new Map<string, unknown>();
	const device = {
		memo: (key: string) => Promise.resolve(memos.get(key) ?? null),
		setMemo: (key: string, value: unknown) => Promise.resolve(void memos.set(key, value))
	};
	expect(ghostSteps[await ghostStep(device)]).toBe(0.35);
	await setGhostStep(device, 0);
	expect(await ghostStep(device)).toBe(0);
	memos.set('ghost', 9);
	expect(await ghostStep(device)).toBe(defaultGhostStep);
});
