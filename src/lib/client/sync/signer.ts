/** Signing by the browser's own cryptography, with a key that no script can read. */
import type { Signer } from './ports';

export const webSigner: Signer = {
	async keyOf(secret) {
		const subtle: SubtleCrypto | undefined = globalThis.crypto.subtle;
		if (subtle === undefined) return null;
		const base64 = secret.replaceAll('-', '+').replaceAll('_', '/');
		const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
		return subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
	},

	async sign(key, text) {
		const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text));
		const base64 = btoa(String.fromCharCode(...new Uint8Array(mac)));
		return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
	}
};
