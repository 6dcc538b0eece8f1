import { it } from 'vitest';
import { runHistory } from './history';
import { remembered } from './remembered';

it.each(Object.entries(remembered))('never again: %s', async (_, plan) => {
	await runHistory(plan);
});
