import { expect, it } from 'vitest';
import { draftOf, faultsOf, ruleOf } from './rule-draft';

const rule = {
	id: 'night',
	name: { ar: 'ليل', en: 'Night' },
	areas: ['/muscat/seeb/'],
	weekdays: [0, 6],
	hours: { from: '22:00', to: '06:00' },
	directorateId: 'seeb',
	teamId: 'team-1',
	personId: 'ali'
};

it('gives back the rule that it was made from, and leaves out what asks nothing', () => {
	expect(ruleOf(draftOf(rule, 'unused'), 'seeb')).toEqual(rule);
	expect(ruleOf({ ...draftOf(null, 'new'), teamId: 'team-1' }, 'seeb')).toEqual({
		...{ id: 'new', name: { ar: '', en: '' }, directorateId: 'seeb', teamId: 'team-1' },
		personId: null
	});
});

it('asks for both names, a team, and both hours or neither', () => {
	expect(faultsOf(draftOf(null, 'new'))).toEqual(['name', 'team']);
	expect(faultsOf({ ...draftOf(rule, ''), nameEn: ' ', to: '' })).toEqual(['name', 'hours']);
	expect(faultsOf(draftOf(rule, ''))).toEqual([]);
});
