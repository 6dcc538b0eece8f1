import { expect, it } from 'vitest';
import { createWake } from './wake';

/** A wake whose turn of the loop ends when the test says so. */
function aWake() {
	const turns: (() => void)[] = [];
	const wake = createWake((flush) => turns.push(flush));
	return { wake, endTurn: () => turns.splice(0).forEach((flush) => flush()) };
}

it('tells a listener the newest heads of its scopes, once per turn', () => {
	const { wake, endTurn } = aWake();
	const heard: object[] = [];
	wake.subscribe(['a', 'b'], (heads) => heard.push({ ...heads }));
	wake.announce(new Map([['a', 2]]));
	wake.announce(
		new Map([
			['a', 1],
			['b', 5],
			['c', 9]
		])
	);
	expect(heard).toEqual([]);
	endTurn();
	expect(heard).toEqual([{ a: 2, b: 5 }]);
});

it('tells nothing to who has left, also when a wake was on its way', () => {
	const { wake, endTurn } = aWake();
	const heard: object[] = [];
	const leave = wake.subscribe(['a'], (heads) => heard.push(heads));
	wake.announce(new Map([['a', 1]]));
	leave();
	endTurn();
	wake.announce(new Map([['a', 2]]));
	endTurn();
	expect(heard).toEqual([]);
});

it('tells everybody once that it closes', () => {
	const { wake } = aWake();
	let closed = 0;
	wake.subscribe(
		['a', 'b'],
		() => undefined,
		() => (closed += 1)
	);
	wake.close();
	wake.close();
	expect(closed).toBe(1);
});
