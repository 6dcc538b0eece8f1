import { expect, it } from 'vitest';
import { sessionDevice } from './session-device';

const chrome = '(KHTML, like Gecko) Chrome/140.0.0.0';

it.each([
	[
		`Mozilla/5.0 (Linux; Android 15; SM-X210) AppleWebKit/537.36 ${chrome} Safari/537.36`,
		'Chrome · Android tablet'
	],
	[`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36 Edg/140.0`, 'Edge · Windows'],
	['Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) Version/18.0 Safari/604.1', 'Safari · iPad'],
	['Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0', 'Firefox · Linux']
])('reads %s', (userAgent, device) => expect(sessionDevice(userAgent)).toBe(device));

it('says nothing of a browser that says nothing', () => {
	expect(sessionDevice(null)).toBeUndefined();
	expect(sessionDevice('curl/8.0')).toBeUndefined();
});
