import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readNewPassword } from './read-password';

/** Standard input as a pipe or, with `isTTY`, as a terminal. */
function typed(text: string, isTTY = false): NodeJS.ReadStream {
	const pipe = Object.assign(new PassThrough(), { isTTY, setRawMode: () => pipe });
	pipe.write(text);
	if (!isTTY) pipe.end();
	return pipe as unknown as NodeJS.ReadStream;
}

function screen() {
	const output = new PassThrough();
	return { output: output as unknown as NodeJS.WriteStream, shown: () => String(output.read()) };
}

test('takes the first line of a pipe', async () => {
	const { output } = screen();
	expect(await readNewPassword(typed('wadi-al-khoud\nmore\n'), output)).toBe('wadi-al-khoud');
});

test('asks twice and shows nothing of what is typed', async () => {
	const { output, shown } = screen();
	const input = typed('wadi-al-khoud\nwadi-al-khoud\n', true);
	expect(await readNewPassword(input, output)).toBe('wadi-al-khoud');
	expect(shown()).toBe('New password: \nAgain: \n');
});

test('refuses two different ones, and one that is too short', async () => {
	const { output } = screen();
	const different = typed('wadi-al-khoud\nwadi-al-hawasina\n', true);
	await expect(readNewPassword(different, output)).rejects.toThrow('differ');
	await expect(readNewPassword(typed('short'), output)).rejects.toThrow('10 to 128');
});
