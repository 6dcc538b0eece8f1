import { describe, expect, it } from 'vitest';
import { isWithinAnyArea, isWithinArea } from './area-path';

describe('area paths', () => {
	it.each([
		['/muscat/seeb/', '/muscat/seeb/'],
		['/muscat/seeb/', '/muscat/'],
		['/muscat/seeb/mabela_2/', '/muscat/seeb/']
	])('finds %s within %s', (path, scope) => {
		expect(isWithinArea(path, scope)).toBe(true);
	});

	it.each([
		['/city/ward30/', '/city/ward3/'],
		['/muscat/', '/muscat/seeb/'],
		['/muscat/seeb/', '/muscat/bawshar/']
	])('keeps %s out of %s because a step counts whole [1]', (path, scope) => {
		expect(isWithinArea(path, scope)).toBe(false);
	});

	it.each([
		['/muscat/seeb', '/muscat/'],
		['/muscat/seeb/', '/muscat'],
		['/muscat/seeb/', ''],
		['/muscat/seeb/', '/'],
		['', ''],
		['//', '//'],
		['/muscat//seeb/', '/muscat/'],
		['/Muscat/', '/Muscat/'],
		['/muscat/../seeb/', '/muscat/']
	])('refuses %j within %j because one is malformed [2]', (path, scope) => {
		expect(isWithinArea(path, scope)).toBe(false);
	});

	it('grants nothing to a person without areas [2]', () => {
		expect(isWithinAnyArea('/muscat/seeb/', [])).toBe(false);
		expect(isWithinAnyArea('/muscat/seeb/', ['/muscat/bawshar/', '/muscat/seeb/'])).toBe(true);
	});
});
