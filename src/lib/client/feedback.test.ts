import { expect, it } from 'vitest';
import { vibrate } from './feedback';

function aMotor() {
	const felt: number[][] = [];
	const vibrate = (pattern: number[]) => {
		felt.push(pattern);
		return true;
	};
	return { felt, vibrate };
}

it('lets the hand feel a photo, an end and a warning apart, each for 30 to 50 ms', () => {
	const motor = aMotor();
	for (const kind of ['capture', 'done', 'warning'] as const) vibrate(kind, true, motor);
	expect(new Set(motor.felt.map(String)).size).toBe(3);
	const on = motor.felt.flatMap((pattern) => pattern.filter((_, index) => index % 2 === 0));
	expect(on.every((ms) => ms >= 30 && ms <= 50)).toBe(true);
});

it('is still where vibration is switched off, and where there is no motor', () => {
	const motor = aMotor();
	vibrate('capture', false, motor);
	expect(motor.felt).toEqual([]);
	expect(() => vibrate('capture', true, {})).not.toThrow();
});
