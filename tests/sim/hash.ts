/** Hashes and signatures of simulated devices, made at once: a browser's own take a thread and real time. */
import { createHash, createHmac } from 'node:crypto';
import type { Signer } from '../../src/lib/client/sync/ports';

export const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const secrets = new WeakMap<CryptoKey, string>();

/** Signs as the browser does, by keys that only this process knows. */
export const signer: Signer = {
	keyOf(secret) {
		const algorithm = { name: 'HMAC' };
		const key: CryptoKey = { type: 'secret', extractable: false, algorithm, usages: ['sign'] };
		secrets.set(key, secret);
		return Promise.resolve(key);
	},
	sign(key, text) {
		const secret = Buffer.from(secrets.get(key) ?? '', 'base64url');
		return Promise.resolve(createHmac('sha256', secret).update(text).digest('base64url'));
	}
};
