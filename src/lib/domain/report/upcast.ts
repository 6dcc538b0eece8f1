/**
 * Upcasters: commands of older type versions, brought to the newest shape when they are judged. A
 * device never rewrites what it has queued, so the server takes every version of the last twelve
 * months.
 *
 * 1. A step leads from one version of a type to the next one; steps are chained.
 * 2. A type that was renamed has a step that answers with its new name.
 * 3. Pure: what is stored stays as it came.
 * Source: sync design 3.12.
 */
export interface Versioned {
	type: string;
	typeVersion: number;
	args: unknown;
}

/** By `<type>@<version>`: the same command as the next version has it. */
export type Upcasters = Readonly<Record<string, (command: Versioned) => Versioned>>;

/** Every shape that a released build has ever sent, to the one after it. */
export const upcasters: Upcasters = {
	// Nobody was asked a checklist then: null, so that nothing is asked of work that is done.
	'finish@1': ({ type, args }) => ({
		type,
		typeVersion: 2,
		args: isObject(args) ? { answers: null, duplicateOf: null, ...args } : args
	})
};

const isObject = (args: unknown): args is object => typeof args === 'object' && args !== null;

/** More steps than any command can have gone through. */
const maxSteps = 50;

/** The command in the newest shape that the steps lead to. */
export function upcast<T extends Versioned>(command: T, steps: Upcasters = upcasters): T {
	let current = command;
	for (let count = 0; count < maxSteps; count++) {
		const { type, typeVersion, args } = current;
		const step = steps[`${type}@${typeVersion}`];
		if (step === undefined) return current;
		current = { ...current, ...step({ type, typeVersion, args }) };
	}
	return current;
}
