/**
 * JSON as text that may be wrong: a tree that can hold what no JavaScript value can (a key twice,
 * `NaN`, numbers beyond all bounds, `__proto__` as a key), its mutations, and its print.
 */
import type { Chance } from './chance';

export type Json =
	| { kind: 'object'; entries: [string, Json][] }
	| { kind: 'list'; items: Json[] }
	| { kind: 'raw'; text: string };

/** The tree of a value. */
export function treeOf(value: unknown): Json {
	if (Array.isArray(value)) return { kind: 'list', items: value.map(treeOf) };
	if (typeof value !== 'object' || value === null) return raw(JSON.stringify(value) ?? 'null');
	const entries = Object.entries(value).filter(([, item]) => item !== undefined);
	return { kind: 'object', entries: entries.map(([key, item]) => [key, treeOf(item)]) };
}

export function print(json: Json): string {
	if (json.kind === 'raw') return json.text;
	if (json.kind === 'list') return `[${json.items.map(print).join(',')}]`;
	return `{${json.entries.map(([key, item]) => `${JSON.stringify(key)}:${print(item)}`).join(',')}}`;
}

const raw = (text: string): Json => ({ kind: 'raw', text });
const quoted = (text: string): Json => raw(JSON.stringify(text));
const nested = (open: string, close: string, depth: number) =>
	`${open.repeat(depth)}${close.repeat(depth)}`;

const strings = [
	...['', ' ', '\u0000', 'a\u0000b', '\ud800', '\udfff\ud800', '\u202eبلدية', '\u2028', '\ufeff'],
	...['👩‍👩‍👧‍👦', 'ﷺ'.repeat(50), 'x'.repeat(5_000), 'é'.repeat(300), '\\', '"', '%00', '${7*7}'],
	...['__proto__', 'constructor', 'toString', 'null', 'NaN', '1e999', '-0', '../../etc/passwd'],
	...["'; drop table report; --", '{{7*7}}', '<script>', 'user:badr', 'team:team-2', 'duty', 'ref'],
	...['2026-02-30T25:61:61Z', '01900000-0000-7000-8000-000000000001', '0'.repeat(64)]
];
const numbers = [
	...[
		'0',
		'-0',
		'-1',
		'1',
		'2',
		'0.5',
		'1e-400',
		'1e308',
		'-1e308',
		'1e999',
		'-1e999',
		'2147483647'
	],
	...['2147483648', '4294967296', '9007199254740991', '9007199254740992', '-9007199254740991'],
	...['9223372036854775807', '18446744073709551616', '8640000000000001', '1.0000000000000002'],
	...['9'.repeat(400), `0.${'0'.repeat(400)}1`]
];
/** What JSON does not know. */
const wrongs = [
	...['NaN', 'Infinity', '-Infinity', 'undefined', '01', '+1', '.5', '1.', '0x10', "'a'", '"\t"'],
	...['"\\u12"', '"\\x"', 'True', '/**/1', '', ',', '[1,]', '{"a":1,}', '{a:1}', '"', '[', '{', '}']
];
const shapes = [
	...[
		'null',
		'true',
		'false',
		'[]',
		'{}',
		'[[]]',
		'[null]',
		'{"":0}',
		'{"__proto__":{"polluted":1}}'
	],
	...['{"constructor":{"prototype":{"polluted":1}}}', '{"toString":1,"valueOf":2}', '{"then":1}'],
	...['{"length":1e9}', nested('[', ']', 23), nested('[', ']', 60), nested('{"a":', '}', 30) + '1'],
	...[nested('[', ']', 100_000), `[${'0,'.repeat(20_000)}0]`, `"${'[{'.repeat(2_000)}"`]
];
const keys = [
	...[
		'__proto__',
		'constructor',
		'prototype',
		'toString',
		'hasOwnProperty',
		'',
		'surprise',
		'length'
	],
	...['replica', 'n', 'id', 'args', 'commands', 'cursor', '\u0000', 'x'.repeat(2_000)]
];

/** A hostile value, printed. */
function hostile(chance: Chance): Json {
	const kind = chance.below(10);
	if (kind < 3) return quoted(chance.pick(strings));
	if (kind < 6) return raw(chance.pick(numbers));
	if (kind < 9) return raw(chance.pick(shapes));
	return raw(chance.pick(wrongs));
}

/** A place in a tree: its value can be read and replaced. */
interface Slot {
	get(): Json;
	set(json: Json): void;
}

function slotsIn(root: Slot): Slot[] {
	const json = root.get();
	if (json.kind === 'raw') return [root];
	const inner: Slot[] =
		json.kind === 'list'
			? json.items.map((_, at) => ({
					get: () => json.items[at] ?? raw('null'),
					set: (item) => void (json.items[at] = item)
				}))
			: json.entries.map((entry) => ({
					get: () => entry[1],
					set: (item) => void (entry[1] = item)
				}));
	return [root, ...inner.flatMap(slotsIn)];
}

/** The tree after one change somewhere in it. */
export function mutated(json: Json, chance: Chance): Json {
	let whole = json;
	const slots = slotsIn({ get: () => whole, set: (item) => void (whole = item) });
	// The root falls rarely: a whole message that is one odd value says little.
	const slot = chance.is(0.03) ? slots[0] : chance.pick(slots.slice(Math.min(1, slots.length - 1)));
	if (slot !== undefined) chance.pick(changes)(slot, chance, slots);
	return whole;
}

type Change = (slot: Slot, chance: Chance, slots: readonly Slot[]) => void;
const changes: readonly Change[] = [
	(slot, chance) => slot.set(hostile(chance)),
	(slot, chance) => slot.set(hostile(chance)),
	(slot, chance) => slot.set(hostile(chance)),
	(slot, chance, slots) => slot.set(copyOf(chance.pick(slots).get())),
	(slot) => slot.set(quoted(print(slot.get()).slice(0, 20_000))),
	(slot) => slot.set({ kind: 'list', items: [slot.get()] }),
	(slot, chance) => slot.set({ kind: 'object', entries: [[chance.pick(keys), slot.get()]] }),
	without,
	withMore,
	nudged
];

const copyOf = (json: Json): Json => structuredClone(json);

/** Leaves something out. */
function without(slot: Slot, chance: Chance): void {
	const json = slot.get();
	if (json.kind === 'list') json.items.splice(chance.below(json.items.length), 1);
	else if (json.kind === 'object') json.entries.splice(chance.below(json.entries.length), 1);
	else slot.set(raw('null'));
}

/** A key twice or too many, an item often. */
function withMore(slot: Slot, chance: Chance): void {
	const json = slot.get();
	if (json.kind === 'object') {
		const known = json.entries.map(([key]) => key);
		const key = chance.is(0.5) && known.length > 0 ? chance.pick(known) : chance.pick(keys);
		json.entries.splice(chance.below(json.entries.length + 1), 0, [key, hostile(chance)]);
	} else if (json.kind === 'list' && json.items.length > 0) {
		const item = chance.pick(json.items);
		const times = chance.pick([1, 2, 50, 300]);
		json.items.push(...Array.from({ length: times }, () => copyOf(item)));
	} else slot.set(hostile(chance));
}

/** Nearly the same: one off, cut, longer, another letter. */
function nudged(slot: Slot, chance: Chance): void {
	const json = slot.get();
	if (json.kind !== 'raw') return slot.set(hostile(chance));
	const number = Number(json.text);
	if (json.text !== '' && Number.isFinite(number)) {
		const near = [number + 1, number - 1, -number, number * 2 ** 31, number + 0.5, number * 1000];
		return slot.set(raw(String(chance.pick(near))));
	}
	if (!json.text.startsWith('"')) return slot.set(hostile(chance));
	const text = json.text.slice(1, -1);
	const at = chance.below(text.length + 1);
	const pieces = ['', '\\u0000', '\\ud800', ' ', '%', 'ﷲ', text, '\\u202e'];
	const isCut = chance.is(0.3);
	const rest = isCut ? '' : text.slice(at + chance.below(2));
	slot.set(raw(`"${text.slice(0, at)}${chance.pick(pieces)}${rest}"`));
}

/** JSON text that was damaged on its way. */
export function damaged(text: string, chance: Chance): string {
	const at = chance.below(text.length + 1);
	const pieces = ['', '\u0000', '"', '{', '[', '}', ']', ',', ':', '\\', '\ufeff', '\ud800', 'ط'];
	const ways = [
		() => text.slice(0, at),
		() => text.slice(0, at) + chance.pick(pieces) + text.slice(at),
		() => text.slice(0, at) + chance.pick(pieces) + text.slice(at + 1),
		() => `\ufeff${text}`,
		() => text + chance.pick(['x', ' ', '\n\n', '{}', '\u0000', text.slice(0, 1000)]),
		() => text.replaceAll('"', "'"),
		() => chance.bytes(chance.below(300)).toString('latin1')
	];
	return chance.pick(ways)();
}
