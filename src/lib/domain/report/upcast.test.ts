import { describe, expect, it } from 'vitest';
import { inspectedAnswers, plainArgs } from '../../../../tests/support/builders';
import { maxAnswers } from '../checklist/answer';
import { maxTextLength, parseCommand, type CommandEnvelope } from './command';
import { upcast, type Upcasters } from './upcast';

const uuid = '01900000-0000-7000-8000-00000000000a';
const envelope = (part: Partial<CommandEnvelope>): CommandEnvelope => ({
	...{ replica: uuid, n: 1, id: uuid, type: 'addNote', typeVersion: 1, reportId: uuid },
	...{ base: { rev: 1, assignEpoch: 1 }, deviceAt: 1, deviceOffsetMinutes: 0, monoMs: 0 },
	...{ session: 's', skew: null, group: null, isVoid: false, args: {}, signature: null },
	...part
});
/** As an older build could have had it: notes were remarks, first as a bare text. */
const steps: Upcasters = {
	'remark@1': ({ args }) => ({ type: 'remark', typeVersion: 2, args: { words: args } }),
	'remark@2': ({ args }) => ({
		type: 'addNote',
		typeVersion: 1,
		args: { text: typeof args === 'object' && args !== null && 'words' in args ? args.words : '' }
	})
};

describe('upcasters [I1]', () => {
	it('bring a command step by step to the shape of today', () => {
		const old = envelope({ type: 'remark', typeVersion: 1, args: 'قديم' });
		expect(parseCommand(old, steps)).toMatchObject({
			ok: true,
			command: { type: 'addNote', typeVersion: 1, args: { text: 'قديم' }, id: uuid }
		});
		const newer = envelope({ type: 'remark', typeVersion: 2, args: { words: 'أحدث' } });
		expect(parseCommand(newer, steps)).toMatchObject({ command: { args: { text: 'أحدث' } } });
	});

	it('leave alone what has no step, and end where steps go in a circle', () => {
		const plain = envelope({ args: { text: 'x' } });
		expect(upcast(plain, steps)).toBe(plain);
		const circle: Upcasters = { 'addNote@1': (command) => command };
		expect(upcast(plain, circle)).toEqual(plain);
	});

	it('lose nothing where a step stumbles over what it was given', () => {
		const broken: Upcasters = {
			'remark@1': () => {
				throw new Error('no words');
			}
		};
		const old = envelope({ type: 'remark', typeVersion: 1, args: null });
		expect(parseCommand(old, broken)).toMatchObject({ ok: false, reason: 'unknown_type' });
	});

	it('ask nothing of a finish that was written before there were checklists', () => {
		const args = { outcome: 'fixed', text: null, photos: [], onSite: null };
		expect(parseCommand(envelope({ type: 'finish', args }))).toMatchObject({
			ok: true,
			command: { typeVersion: 2, args: { ...args, answers: null, duplicateOf: null } }
		});
		expect(parseCommand(envelope({ type: 'finish', args: null }))).toMatchObject({
			reason: 'malformed'
		});
	});

	it('take a finish of today as it is, within its limits', () => {
		const args = { ...plainArgs.finish, duplicateOf: uuid };
		const reading = (answers: unknown) =>
			parseCommand(envelope({ type: 'finish', typeVersion: 2, args: { ...args, answers } }));
		const answers = inspectedAnswers(4);
		expect(reading(answers)).toMatchObject({ ok: true, command: { args: { answers } } });
		const many = Array.from({ length: maxAnswers + 1 }, () => ({ itemId: 'a', value: 1 }));
		const long = [{ itemId: 'a', value: 'x'.repeat(maxTextLength + 1) }];
		const odd = [{ itemId: 'a', value: { mood: 'calm' } }];
		for (const refused of [many, long, odd, 'none']) {
			expect(reading(refused)).toMatchObject({ ok: false, reason: 'malformed' });
		}
		const unnamed = { ...args, duplicateOf: 'MM-26-000001-7' };
		const other = parseCommand(envelope({ type: 'finish', typeVersion: 2, args: unnamed }));
		expect(other).toMatchObject({ ok: false, reason: 'malformed' });
	});

	it('leave to a later server what is newer than this one', () => {
		const newer = envelope({ typeVersion: 2, args: { text: 'x', mood: 'calm' } });
		expect(parseCommand(newer)).toMatchObject({ ok: false, reason: 'unknown_type' });
	});
});
