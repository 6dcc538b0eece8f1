/**
 * One fuzzed request per lane: a message that would be right, changed somewhere between nothing and
 * everything, on a way that may be wrong as well (type, encoding, headers, somebody else's cookie).
 */
import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { escrowBatch, macHeader, photoMacText, replicaHeader } from '../../src/lib/protocol/escrow';
import { protocolHeader } from '../../src/lib/protocol/version';
import { commandTypeVersion } from '../../src/lib/domain/report/command';
import { commandTypes } from '../../src/lib/domain/report/lifecycle';
import { password } from '../contract/http-service';
import { plainArgs } from '../support/builders';
import type { Chance } from './chance';
import { damaged, mutated, print, treeOf } from './json-text';
import type { Sender, Town, TownPhoto } from './town';

export const lanes = ['sync', 'photos', 'escrow', 'replicas', 'sign-in'] as const;
export type Lane = (typeof lanes)[number];

export interface Attempt {
	lane: Lane;
	method: 'POST' | 'HEAD' | 'PATCH';
	path: string;
	headers: Record<string, string>;
	body: Buffer | null;
	cookie: string | undefined;
	sender: Sender;
	/** Nothing was changed: the measure for what hostile ones cost. */
	isPlain: boolean;
}

/** How often each lane is taken, of 100. */
const weights: readonly [Lane, number][] = [
	...[['sync', 52] as const, ['photos', 24] as const, ['escrow', 12] as const],
	...[['replicas', 8] as const, ['sign-in', 4] as const]
].map(([lane, weight]) => [lane, weight]);

/** Draws a request to a lane, or to any. `isPlain`: as a device of ours would send it. */
export function attemptOf(town: Town, chance: Chance, lane?: Lane, isPlain = false): Attempt {
	const sender = chance.pick(town.senders);
	const chosen = lane ?? drawLane(chance);
	const changes = isPlain ? 0 : chance.pick([0, 1, 1, 1, 2, 3, 6]);
	if (chosen === 'photos') return photoAttempt(town, sender, chance, isPlain);
	const message = messages[chosen](town, sender, chance, changes);
	const wayChanges = isPlain || chance.is(0.7) ? 0 : 1 + chance.below(2);
	const base: Attempt = {
		...{ lane: chosen, method: 'POST', path: paths[chosen], sender },
		headers: { 'content-type': 'application/json', 'x-test-address': addressOf(chosen, chance) },
		body: Buffer.from(message, 'utf8'),
		cookie: chosen === 'escrow' || chosen === 'sign-in' ? undefined : sender.cookie,
		isPlain: changes + wayChanges === 0
	};
	return Array.from({ length: wayChanges }).reduce<Attempt>(
		(attempt) => chance.pick(ways)(attempt, town, chance),
		base
	);
}

const paths: Record<Exclude<Lane, 'photos'>, string> = {
	sync: '/api/sync',
	escrow: '/api/escrow',
	replicas: '/api/replicas',
	'sign-in': '/api/auth/sign-in'
};

function drawLane(chance: Chance): Lane {
	let left = chance.below(100);
	for (const [lane, weight] of weights) {
		left -= weight;
		if (left < 0) return lane;
	}
	return 'sync';
}

/** Guessing is slowed by address: few addresses for it, so that its hashing does not fill the campaign. */
function addressOf(lane: Lane, chance: Chance): string {
	if (lane === 'sign-in') return `10.0.0.${chance.below(3)}`;
	return `10.${chance.below(250)}.${chance.below(250)}.1`;
}

type Message = (town: Town, sender: Sender, chance: Chance, changes: number) => string;
const messages: Record<Exclude<Lane, 'photos'>, Message> = {
	sync: (town, sender, chance, changes) =>
		textOf(exchangeOf(town, sender, chance), chance, changes),
	escrow: escrowText,
	replicas: (_town, { person }, chance, changes) =>
		textOf(
			{
				...{ personId: person.id, deviceName: 'Tablet 7', isStorageNew: chance.is(0.3) },
				lost: chance.is(0.7)
					? null
					: { commands: 2, photos: 1, oldestAt: 1_000, reports: ['MM-26-000001-7'] }
			},
			chance,
			changes
		),
	'sign-in': (_town, { person }, chance, changes) =>
		textOf({ userName: person.userName, password: password }, chance, Math.max(1, changes))
};

/** A message after so many changes of its tree, and now and then of its text. */
function textOf(message: unknown, chance: Chance, changes: number): string {
	let json = treeOf(message);
	for (let change = 0; change < changes; change++) json = mutated(json, chance);
	const text = print(json);
	return changes > 0 && chance.is(0.1) ? damaged(text, chance) : text;
}

function exchangeOf(town: Town, sender: Sender, chance: Chance): object {
	const commands = Array.from({ length: chance.pick([0, 0, 1, 1, 2, 4]) }, (_, at) =>
		commandOf(town, sender, chance, sender.nextN + at)
	);
	const others = town.secretReports.map(({ id }) => id);
	return {
		...{ protocol: chance.is(0.95) ? 1 : 0, replica: sender.replica, exchange: chance.below(99) },
		...{ commands, cursor: cursorOf(sender, chance) },
		pending: { commands: commands.length, photos: chance.below(3), oldestAt: 1_000 },
		limit: chance.pick([1, 3, 20, 20, 100]),
		...(chance.is(0.2) ? { check: true } : {}),
		...(chance.is(0.2) ? { audit: [`user:${sender.person.id}`, 'user:badr', 'team:team-2'] } : {}),
		...(chance.is(0.2) ? { repair: [`report:${chance.pick(others)}`, 'person:ali'] } : {}),
		...(chance.is(0.1) ? { defects: chance.below(5) } : {})
	};
}

/** What was given, nothing, or one made up that names more than it should. */
function cursorOf(sender: Sender, chance: Chance): string | null {
	if (chance.is(0.75)) return sender.cursor;
	if (chance.is(0.3) || sender.cursor === null) return null;
	// A cursor is versions in the order of the person's scopes: more of them, others, or spoiled.
	const more = sender.cursor.replace(/~([\d.]*)$/, '.0.0.0~$1');
	const other = sender.cursor.replace(/\d+(?=~[\d.]*$)/, String(chance.below(1_000_000)));
	const forged = chance.pick([more, other]);
	return (chance.is(0.5) ? damaged(forged, chance) : forged).slice(0, 3_000);
}

function commandOf(town: Town, { replica, reports }: Sender, chance: Chance, n: number): object {
	const isOwn = chance.is(0.8);
	const report = chance.pick(isOwn ? reports : town.secretReports);
	const type = chance.is(0.3) ? 'addPhoto' : chance.pick(commandTypes);
	const photo = chance.pick(town.photos);
	const picture = { sha256: photo.sha256, size: photo.bytes.length, width: 60, height: 40 };
	const args = type === 'addPhoto' ? { ...plainArgs.addPhoto, ...picture } : plainArgs[type];
	return {
		...{ replica, n, id: chance.uuid(), type },
		typeVersion: chance.is(0.95) ? commandTypeVersion(type) : 1 + chance.below(3),
		reportId: chance.is(0.95) ? report.id : chance.uuid(),
		base: { rev: report.rev + chance.below(3), assignEpoch: report.assignEpoch },
		...{
			deviceAt: Date.now(),
			deviceOffsetMinutes: 240,
			monoMs: chance.below(9_999),
			session: 's'
		},
		skew: chance.is(0.5) ? null : { ms: chance.below(9_999), ageSeconds: chance.below(99) },
		...{ group: null, isVoid: chance.is(0.05), args, signature: null }
	};
}

/** Signed well more often than not: what lies behind the signature is to be reached. */
function escrowText(town: Town, sender: Sender, chance: Chance, changes: number): string {
	const commands = Array.from({ length: chance.below(4) }, (_, at) =>
		commandOf(town, sender, chance, sender.nextN + at)
	);
	const whole = escrowBatch.parse({ format: 1, replica: sender.replica, madeAt: 5, commands });
	const isInner = chance.is(0.6);
	const batch = textOf(whole, chance, isInner ? changes : 0);
	const message = { replica: sender.replica, batch, mac: macOf(sender.secret, batch) };
	return textOf(message, chance, isInner ? 0 : changes);
}

const macOf = (secret: string, text: string) =>
	createHmac('sha256', Buffer.from(secret, 'base64url')).update(text).digest('base64url');

type Way = (attempt: Attempt, town: Town, chance: Chance) => Attempt;
const withHeaders = (attempt: Attempt, headers: Record<string, string>): Attempt => ({
	...attempt,
	headers: { ...attempt.headers, ...headers }
});
const packed = (attempt: Attempt, body: Buffer): Attempt =>
	withHeaders({ ...attempt, body }, { 'content-encoding': 'gzip' });
const bodyOf = ({ body }: Attempt) => body ?? Buffer.alloc(0);
/** A gzip of 8 MB of blanks, made once. */
const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024, ' '));
const deepBomb = gzipSync('['.repeat(400_000));

const types = [
	...['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/JSON'],
	...['application/json; charset=utf-16', 'application/json;;;', '', '*/*', 'application/jsonp']
];
const encodings = ['br', 'deflate', 'gzip, gzip', 'GZIP', 'identity', 'x-gzip', 'compress', ' '];
const oddHeaders = (chance: Chance): Record<string, string> =>
	chance.pick<Record<string, string>>([
		{ 'content-type': chance.pick(types) },
		{ 'content-encoding': chance.pick(encodings) },
		{ 'content-length': chance.pick(['0', '-1', '1e9', 'x', '99999999999999999999', '']) },
		{ 'accept-encoding': chance.pick(['gzip', 'gzip;q=0', '*', 'br', 'gzip'.repeat(500)]) },
		{ accept: 'text/html', 'accept-language': 'ar,'.repeat(300) },
		{ [protocolHeader]: chance.pick(['0', '-1', '1e99', 'x', '999']) },
		{ [replicaHeader]: chance.pick([chance.uuid(), 'x'.repeat(3_000), '%00', "' or 1=1"]) },
		{ origin: chance.pick(['http://evil.example', 'null', '', 'http://localhost:3000.evil']) },
		{ 'sec-fetch-site': chance.pick(['cross-site', 'none', 'same-origin', 'same-site']) },
		{ 'x-forwarded-for': '1.1.1.1,'.repeat(100), 'x-forwarded-proto': chance.pick(['http', 'ws']) },
		Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`x-many-${at}`, chance.word(20)])),
		{ 'x-http-method-override': 'DELETE', expect: '100-continue', te: 'trailers' }
	]);

const ways: readonly Way[] = [
	(attempt, _town, chance) => withHeaders(attempt, oddHeaders(chance)),
	(attempt, _town, chance) => withHeaders(attempt, oddHeaders(chance)),
	(attempt) => packed(attempt, gzipSync(bodyOf(attempt))),
	(attempt, _town, chance) => {
		const whole = gzipSync(bodyOf(attempt));
		return packed(attempt, whole.subarray(0, chance.below(whole.length)));
	},
	(attempt) => packed(attempt, gzipSync(gzipSync(bodyOf(attempt)))),
	(attempt) => packed(attempt, Buffer.concat([gzipSync(bodyOf(attempt)), gzipSync('{}')])),
	(attempt, _town, chance) => packed(attempt, chance.is(0.5) ? bomb : deepBomb),
	(attempt, _town, chance) => packed(attempt, chance.bytes(chance.below(200))),
	(attempt, _town, chance) => ({ ...attempt, body: chance.bytes(chance.below(400)) }),
	(attempt) => ({ ...attempt, body: null }),
	(attempt, _town, chance) => ({
		...attempt,
		body: Buffer.alloc(600_000, chance.pick(['[', ' ', '"']))
	}),
	(attempt, town, chance) => ({ ...attempt, cookie: chance.pick(town.senders).cookie }),
	(attempt, _town, chance) => ({ ...attempt, cookie: oddCookie(attempt.cookie ?? '', chance) })
];

function oddCookie(cookie: string, chance: Chance): string | undefined {
	if (chance.is(0.15)) return undefined;
	return chance.pick([
		...['', '=', ';;;', cookie.slice(0, -3), `${cookie}; maydan_install=x`],
		...[cookie.repeat(20), `__proto__=1; ${cookie}`, 'a='.padEnd(6_000, 'x'), '%00=%00']
	]);
}

/** The steps of a resumable upload, in any order and with any numbers. */
function photoAttempt(town: Town, sender: Sender, chance: Chance, isPlain: boolean): Attempt {
	const photo = chance.pick(town.photos);
	const method = isPlain
		? 'HEAD'
		: chance.pick(['POST', 'POST', 'HEAD', 'PATCH', 'PATCH'] as const);
	const isOdd = (share: number) => !isPlain && chance.is(share);
	const headers: Record<string, string> = { 'tus-resumable': '1.0.0' };
	const size = photo.bytes.length;
	if (method === 'POST') {
		headers['upload-length'] = isOdd(0.2) ? oddNumber(size, chance) : String(size);
		headers['upload-metadata'] = isOdd(0.2) ? oddMetadata(photo, chance) : metadataOf(photo.sha256);
	}
	if (method === 'PATCH') headers['upload-offset'] = chance.is(0.6) ? '0' : oddNumber(size, chance);
	if (method === 'PATCH' || chance.is(0.3)) {
		headers['content-type'] = isOdd(0.15) ? chance.pick(types) : 'application/offset+octet-stream';
	}
	for (const [name, value] of isOdd(0.3) ? oddUploadHeaders(chance) : []) headers[name] = value;
	const isSigned = isOdd(0.1);
	if (isSigned) {
		headers[replicaHeader] = sender.replica;
		headers[macHeader] = chance.is(0.7)
			? macOf(sender.secret, photoMacText(photo.sha256))
			: chance.word(43);
	}
	return {
		...{ lane: 'photos', method, sender, isPlain },
		headers: isOdd(0.1) ? withoutOne(headers, chance) : headers,
		path:
			method === 'POST'
				? '/api/photos'
				: `/api/photos/${isOdd(0.1) ? oddName(chance) : photo.sha256}`,
		body: method === 'HEAD' ? null : pieceOf(photo, chance),
		cookie: isSigned && chance.is(0.7) ? undefined : sender.cookie
	};
}

function withoutOne(headers: Record<string, string>, chance: Chance): Record<string, string> {
	const gone = chance.pick(Object.keys(headers));
	return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== gone));
}

const metadataOf = (sha256: string) => `sha256 ${Buffer.from(sha256).toString('base64')}`;

function oddMetadata({ sha256 }: TownPhoto, chance: Chance): string {
	const good = metadataOf(sha256);
	return chance.pick([
		...['', 'sha256', 'sha256 ', ',', `${good},${good}`, `name ${chance.word(9)},${good}`],
		...[` ${good} `, `${good}==`, good.toUpperCase(), `filename ${metadataOf('../../x')}`],
		...[metadataOf('../../../etc/passwd'), metadataOf(`${sha256}\u0000`), metadataOf('__proto__')],
		...[`sha256 ${'A'.repeat(9_000)}`, `__proto__ eA==,${good}`, `sha256\t${good.slice(7)}`],
		...[`${good},sha256 ${Buffer.from('../x').toString('base64')}`, `sha256 %%%%,${good}`],
		...[metadataOf(chance.bytes(32).toString('hex')), `${good},a ${'x'.repeat(500)}`]
	]);
}

function oddNumber(size: number, chance: Chance): string {
	const near = String(chance.pick([0, 1, size - 1, size, size + 1, Math.floor(size / 2)]));
	return chance.pick([
		...[
			near,
			near,
			near,
			near,
			'-1',
			'1e3',
			'0x10',
			'NaN',
			'',
			'1.5',
			'9'.repeat(30),
			'9007199254740993'
		],
		...['2147483648', '1500001', ' 5', '+5', '0005', 'Infinity', '5, 5', String(size) + '.0']
	]);
}

const oddUploadHeaders = (chance: Chance): [string, string][] =>
	chance.pick<[string, string][]>([
		[['upload-defer-length', chance.pick(['1', '0', 'true'])]],
		[['upload-concat', chance.pick(['partial', 'final;/api/photos/x /api/photos/y', 'x', ''])]],
		[['tus-resumable', chance.pick(['0.2.2', '', '2.0.0', '1.0.0, 1.0.0'])]],
		[['upload-length', chance.pick(['0', '-5', '99999999', 'x'])]],
		[['upload-checksum', 'sha1 AAAA']],
		[['x-http-method-override', chance.pick(['DELETE', 'PATCH', 'OPTIONS'])]],
		[['content-length', chance.pick(['0', '5', '-1', '99999999999'])]],
		[['x-forwarded-host', 'evil.example']],
		[['content-encoding', 'gzip']]
	]);

const oddName = (chance: Chance): string =>
	chance.pick([
		...['..%2f..%2fx', '%00', 'A'.repeat(64), 'a'.repeat(63), 'a'.repeat(65), '%ff%fe', 'x.json'],
		...[
			'%2e%2e%2f%2e%2e%2fetc',
			'%2e%2e',
			chance.bytes(32).toString('hex'),
			`${'a'.repeat(64)}.json`,
			'//',
			''
		]
	]);

function pieceOf({ bytes }: TownPhoto, chance: Chance): Buffer {
	const middle = chance.below(bytes.length);
	return chance.pick([
		...[bytes, bytes, bytes, bytes.subarray(0, middle), bytes.subarray(middle), Buffer.alloc(0)],
		...[Buffer.concat([bytes, bytes]), chance.bytes(bytes.length), Buffer.alloc(70_000, 1)]
	]);
}
