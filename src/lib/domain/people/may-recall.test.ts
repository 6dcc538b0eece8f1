import { expect, it } from 'vitest';
import { aPerson, ali, huda, salma } from '../../../../tests/support/builders';
import { mayRecall } from './may-recall';

it('is a supervisor’s right over the field staff of the own team, also when their access has ended', () => {
	const elsewhere = aPerson('inspector', { id: 'far', teamId: 'team-2' });
	const gone = aPerson('inspector', { id: 'gone', active: false });
	const list = [ali, elsewhere, gone, salma, huda];
	expect(list.filter((member) => mayRecall(salma, member))).toEqual([ali, gone]);
});

it('is nobody’s who works in the field, confirms, or is not active any more', () => {
	const gone = { ...salma, active: false };
	for (const person of [ali, huda, gone]) expect(mayRecall(person, ali)).toBe(false);
});

it('reaches nobody without a team', () => {
	const alone = aPerson('inspector', { id: 'alone', teamId: null });
	expect(mayRecall({ ...salma, teamId: null }, alone)).toBe(false);
});
