import { describe, expect, it } from 'vitest';
import { actorOf } from '$lib/domain/people/actor';
import { ali, salma } from '../../../../tests/support/builders';
import { mayEnter, placeAt, placesOf, reviewHref } from './navigation';

const desk = placesOf(actorOf(salma));

describe('where one is', () => {
	it('is the nearest place, so that the review is not also the desk', () => {
		expect(placeAt(desk, reviewHref)?.href).toBe(reviewHref);
		expect(placeAt(desk, '/dispatch/MM-26-000001-7')?.href).toBe('/dispatch');
		expect(placeAt(desk, '/nowhere')).toBeUndefined();
	});

	it('is closed to those who may not decide', () => {
		expect(mayEnter(actorOf(salma), reviewHref)).toBe(true);
		expect(mayEnter(actorOf(ali), reviewHref)).toBe(false);
		expect(placesOf(actorOf(ali)).some(({ href }) => href === reviewHref)).toBe(false);
	});
});
