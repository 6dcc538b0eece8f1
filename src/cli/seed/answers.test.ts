import { describe, expect, it } from 'vitest';
import { answerGap, checklistOf } from '$lib/domain/checklist/answer';
import { loadProfile, profileNames } from '$lib/server/city/load-profile';
import { answersAt } from './answers';

describe.each(profileNames())('the answers of the demo of %s', (name) => {
	const { categories } = loadProfile(name).profile;

	it('suffice for every category, whenever it is finished', () => {
		for (const category of categories) {
			for (let at = 0; at < 60_000; at += 1000) {
				const answers = answersAt(checklistOf(category), at);
				expect(answerGap(category, { outcome: 'fixed', answers, photos: [] }), category.id).toEqual(
					[]
				);
			}
		}
	});
});
