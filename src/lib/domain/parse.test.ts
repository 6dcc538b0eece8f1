import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { parsed } from './parse';
import { parseCommand } from './report/command';
import { aCommand } from '../../../tests/support/builders';

const schema = z.strictObject({ name: z.string().check(z.minLength(1), z.maxLength(5)) });
/** As JSON can say it: neither can be turned into a number. */
const odd: unknown[] = [
	{ length: { toString: 1, valueOf: 2 } },
	{ length: { toString: null } },
	{ length: [{ toString: 1 }] }
];

describe('parsing', () => {
	it('is the schema’s own for what it can look at', () => {
		expect(parsed(schema, { name: 'روي' })).toEqual({ success: true, data: { name: 'روي' } });
		const refused = parsed(schema, { name: '' });
		expect(refused.error?.issues[0]?.path).toEqual(['name']);
	});

	it.each(odd)('says that %j does not fit, where the schema would throw', (name) => {
		expect(() => schema.safeParse({ name })).toThrow(TypeError);
		expect(parsed(schema, { name })).toMatchObject({ success: false });
	});

	it.each(odd)('leaves a command with %j malformed', (text) => {
		const command = { ...aCommand('addNote'), args: { text } };
		expect(parseCommand(command)).toMatchObject({ ok: false, reason: 'malformed' });
	});
});
