/**
 * Reads a password where nobody can look over a shoulder: typed twice without an echo, or one line
 * from a pipe. Never from the command line, which other users and the shell's history can read.
 */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { maxPasswordLength, minPasswordLength } from '$lib/protocol/session';
import { Refusal } from './refusal';

/** The new password; throws a `Refusal` when it is too short, too long or typed differently. */
export async function readNewPassword(
	input: NodeJS.ReadStream = process.stdin,
	output: NodeJS.WriteStream = process.stderr
): Promise<string> {
	const password = input.isTTY ? await askTwice(input, output) : await firstLine(input);
	if (password.length < minPasswordLength || password.length > maxPasswordLength) {
		throw new Refusal(
			`A password has ${minPasswordLength} to ${maxPasswordLength} characters; this one has ${password.length}.`
		);
	}
	return password;
}

async function firstLine(input: NodeJS.ReadStream): Promise<string> {
	return (await text(input)).split(/\r?\n/)[0] ?? '';
}

async function askTwice(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Promise<string> {
	const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
	const lines = createInterface({ input, output: silence, terminal: true });
	const answers = lines[Symbol.asyncIterator]();
	/** One line; an empty one after Ctrl+C. */
	const ask = async (question: string): Promise<string> => {
		output.write(question);
		const answer = await answers.next();
		return answer.done === true ? '' : answer.value;
	};
	try {
		const first = await ask('New password: ');
		const second = await ask('\nAgain: ');
		output.write('\n');
		if (first !== second) throw new Refusal('The two passwords differ; nothing was changed.');
		return first;
	} finally {
		lines.close();
	}
}
