import { beforeEach, describe, expect, it, vi } from 'vitest';
import { aPerson } from '../../../../tests/support/builders';
import { hashPin, isPin, pinOf } from './pin';
import { enrol, isEnrolled, leaveSeat, maxSeats, renewSeat, seatsHere } from './seats';
import { unlock } from './unlock';

/** The strength of the hash is its own affair; here it has to be quick. */
const few = 10;
const kept = new Map<string, string>();
const sessionOf = (id: string) => ({
	person: { ...aPerson('inspector', { id, userName: id }), areas: [] },
	epoch: 'e',
	city: { id: 'muscat', name: { ar: 'مسقط', en: 'Muscat' } },
	isDemo: false
});
const seatOf = (id: string) => seatsHere().find(({ session }) => session.person.id === id);

beforeEach(() => {
	kept.clear();
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value)
	});
	return () => vi.unstubAllGlobals();
});

describe('a PIN', () => {
	it('is four to eight digits of either kind, and nothing else', () => {
		expect([pinOf('1234'), pinOf(' ١٢٣٤٥٦٧٨ ')]).toEqual(['1234', '12345678']);
		expect(['123', '123456789', '12a4', ''].map(pinOf)).toEqual([null, null, null, null]);
	});

	it('is kept as a salted hash, so that two people with the same one have different hashes', async () => {
		const [one, other] = [await hashPin('2468', few), await hashPin('2468', few)];
		expect(one.hash).not.toBe(other.hash);
		expect(JSON.stringify(one)).not.toContain('2468');
		expect([await isPin('2468', one), await isPin('2469', one)]).toEqual([true, false]);
	});

	it('is hashed with no fewer rounds than are recommended today', async () => {
		expect((await hashPin('2468')).rounds).toBeGreaterThanOrEqual(600_000);
	});
});

describe('a screen lock', () => {
	beforeEach(async () => {
		enrol(sessionOf('salim'), await hashPin('2468', few));
	});

	it('opens by the PIN of its person only, typed in either kind of digits', async () => {
		enrol(sessionOf('badr'), await hashPin('1357', few));
		expect(await unlock('salim', '1357', 0)).toEqual({ kind: 'wrong' });
		expect(await unlock('salim', '٢٤٦٨', 0)).toEqual({ kind: 'right' });
		expect(await unlock('nobody', '2468', 0)).toEqual({ kind: 'password' });
	});

	it('makes a guesser wait from the fifth wrong PIN on, and judges none meanwhile, after a reload too', async () => {
		for (let n = 0; n < 4; n++) expect(await unlock('salim', '0000', 0)).toEqual({ kind: 'wrong' });
		expect(await unlock('salim', '0000', 0)).toEqual({ kind: 'wait', ms: 30_000 });
		expect(await unlock('salim', '2468', 29_000)).toEqual({ kind: 'wait', ms: 1_000 });
		expect(await unlock('salim', '2468', 30_000)).toEqual({ kind: 'right' });
		expect(seatOf('salim')?.failed).toBe(0);
	});

	it('asks for the password after ten wrong PINs, and takes PINs again after it', async () => {
		const hour = 3_600_000;
		for (let n = 0; n < 10; n++) await unlock('salim', '0000', n * hour);
		expect(await unlock('salim', '2468', 99 * hour)).toEqual({ kind: 'password' });
		renewSeat(sessionOf('salim'));
		expect(await unlock('salim', '2468', 99 * hour)).toEqual({ kind: 'right' });
	});

	it('counts a try before it is judged, so that a reload in between wins none', async () => {
		const judging = unlock('salim', '0000', 0);
		expect(seatOf('salim')?.failed).toBe(1);
		await judging;
	});

	it('knows nobody where what is kept cannot be read', () => {
		kept.set('maydan.seats', '{"not":"a list"}');
		expect(seatsHere()).toEqual([]);
		expect(isEnrolled('salim')).toBe(false);
	});

	it('has room for as many people as headers carry, and lets them leave', async () => {
		const pin = await hashPin('1111', few);
		for (let n = 1; n < maxSeats; n++) expect(enrol(sessionOf(`p${n}`), pin)).toBe(true);
		expect(enrol(sessionOf('one too many'), pin)).toBe(false);
		leaveSeat('p1');
		expect(enrol(sessionOf('one too many'), pin)).toBe(true);
	});
});
