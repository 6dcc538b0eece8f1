/**
 * Password hashes: argon2id (RFC 9106) with the parameters written beside the hash, so that they can
 * be raised later without touching stored ones.
 *
 * 1. Nothing here logs, keeps or returns a password.
 * 2. A hash that cannot be read verifies nothing; it costs the same time as a wrong password.
 * 3. Equal passwords have different hashes (16 random bytes of salt each).
 */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';

interface Cost {
	memoryKib: number;
	passes: number;
	lanes: number;
}

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane; about 35 ms. */
const cost: Cost = { memoryKib: 19_456, passes: 2, lanes: 1 };
const saltBytes = 16;
const hashBytes = 32;
const shape =
	/^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d)\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{43,86})$/;

/** Hashes a password into PHC text; the same password gives another text each time. */
export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(saltBytes);
	const hash = await derive(password, salt, cost, hashBytes);
	const { memoryKib, passes, lanes } = cost;
	return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** Whether a password belongs to a stored hash; compares in constant time. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
	const match = shape.exec(stored);
	if (match === null) return spendTime(password);
	const [, memory, passes, lanes, salt = '', hash = ''] = match;
	const expected = Buffer.from(hash, 'base64');
	const actual = await derive(
		password,
		Buffer.from(salt, 'base64'),
		{ memoryKib: Number(memory), passes: Number(passes), lanes: Number(lanes) },
		expected.length
	);
	return timingSafeEqual(actual, expected);
}

/** Costs as much as a verification and says no: the answer to a name that nobody has. */
export async function spendTime(password: string): Promise<false> {
	await derive(password, Buffer.alloc(saltBytes), cost, hashBytes);
	return false;
}

function derive(password: string, salt: Buffer, { memoryKib, passes, lanes }: Cost, bytes: number) {
	return new Promise<Buffer>((resolve, reject) => {
		argon2(
			'argon2id',
			{
				// One spelling of a composed letter, whatever keyboard typed it.
				message: password.normalize('NFC'),
				nonce: salt,
				memory: memoryKib,
				passes,
				parallelism: lanes,
				tagLength: bytes
			},
			(error, hash) => (error === null ? resolve(hash) : reject(error))
		);
	});
}

function unpadded(bytes: Buffer): string {
	return bytes.toString('base64').replace(/=+$/, '');
}
