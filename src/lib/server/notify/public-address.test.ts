import { describe, expect, it } from 'vitest';
import { isPublicAddress, isPublicUrl } from './public-address';

describe('an address that somebody else has named', () => {
	it.each(['8.8.8.8', '2a00:1450:4001::1', '::ffff:8.8.8.8'])('is public: %s', (address) => {
		expect(isPublicAddress(address)).toBe(true);
	});

	it.each([
		'127.0.0.1',
		'10.1.2.3',
		'192.168.0.10',
		'172.20.0.1',
		'169.254.169.254',
		'100.64.0.1',
		'0.0.0.0',
		'::1',
		'fe80::1',
		'fd00::1',
		'::ffff:127.0.0.1',
		'no address'
	])('is not public: %s', (address) => expect(isPublicAddress(address)).toBe(false));

	it('is taken where it is https and its host may be public', () => {
		expect(isPublicUrl('https://fcm.googleapis.com/fcm/send/abc')).toBe(true);
	});

	it.each([
		'http://fcm.googleapis.com/x',
		'https://localhost/x',
		'https://printer.local/x',
		'https://10.0.0.1/x',
		'https://[::1]/x',
		'https://intranet/x',
		'https://name:word@push.example.com/x',
		'nothing'
	])('is refused otherwise: %s', (url) => expect(isPublicUrl(url)).toBe(false));
});
