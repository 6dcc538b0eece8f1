/**
 * Fetches a picture tile from the operator's tile server on behalf of a device.
 *
 * 1. Devices speak to this server only: no third party learns who looks at which street, and the
 *    page's content policy stays closed to everybody else.
 * 2. Only the address that the operator named is asked, only for pictures of a bounded size, never
 *    through a redirect, and never for longer than ten seconds.
 */
import type { RasterSource } from './map-files';

export interface TileAt {
	z: number;
	x: number;
	y: number;
}

const patienceMs = 10_000;
const tileMaxBytes = 1024 * 1024;
const pictureTypes = /^image\/(png|jpeg|webp)$/;

/** A tile of 256 px: whole numbers within the world at its zoom, and not deeper than the source. */
export function isTile({ z, x, y }: TileAt, maxZoom: number): boolean {
	const isWhole = [z, x, y].every((value) => Number.isInteger(value) && value >= 0);
	return isWhole && z <= maxZoom && x < 2 ** z && y < 2 ** z;
}

/** The picture, or null where the tile server gives none. */
export async function fetchTile(
	{ template }: Pick<RasterSource, 'template'>,
	{ z, x, y }: TileAt
): Promise<{ type: string; bytes: Uint8Array<ArrayBuffer> } | null> {
	const url = template
		.replace('{z}', String(z))
		.replace('{x}', String(x))
		.replace('{y}', String(y));
	try {
		const answer = await fetch(url, {
			headers: { 'user-agent': 'Maydan (municipal field work)', accept: 'image/*' },
			redirect: 'error',
			signal: AbortSignal.timeout(patienceMs)
		});
		const type = answer.headers.get('content-type')?.split(';')[0]?.trim() ?? '';
		if (!answer.ok || !pictureTypes.test(type) || answer.body === null) return null;
		const bytes = await upTo(tileMaxBytes, answer.body);
		return bytes === null ? null : { type, bytes };
	} catch {
		// Away, slow, or somewhere else: the sketch below the tile stays.
		return null;
	}
}

async function upTo(
	maxBytes: number,
	body: ReadableStream<Uint8Array>
): Promise<Uint8Array<ArrayBuffer> | null> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of body) {
		length += chunk.byteLength;
		if (length > maxBytes) return null;
		chunks.push(chunk);
	}
	return new Uint8Array(Buffer.concat(chunks));
}
