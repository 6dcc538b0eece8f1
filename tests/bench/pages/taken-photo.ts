/** Photos of the bench: one picture under as many hashes as are wanted. */
import type { TakenPhoto } from '$lib/client/device';

export const width = 1280;
export const height = 960;

export async function bytesOf(name: string): Promise<Uint8Array<ArrayBuffer>> {
	return new Uint8Array(await (await fetch(`/bench/${name}`)).arrayBuffer());
}

/** The same picture under another hash: a JPEG comment behind its first marker. */
export async function photoOf(
	picture: Uint8Array<ArrayBuffer>,
	thumb: Uint8Array<ArrayBuffer>,
	remark: string
): Promise<TakenPhoto> {
	const said = new TextEncoder().encode(remark);
	const comment = [0xff, 0xfe, 0, said.length + 2, ...said];
	const bytes = new Uint8Array([...picture.subarray(0, 2), ...comment, ...picture.subarray(2)]);
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	return { sha256, bytes, thumb, width, height };
}
