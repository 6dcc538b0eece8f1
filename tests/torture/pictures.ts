/** Small photos that no two people have taken: real JPEGs of noise, for the server decodes them. */
import sharp from 'sharp';
import type { NewPhoto } from '../../src/lib/client/sync/ports';
import { sha256Of } from '../sim/hash';

const spread = 140;

/** A photo of random pixels: 5 to 40 KB, more where its sides are to be longer. */
export async function takePicture(random: () => number, smallestSide = 80): Promise<NewPhoto> {
	const width = smallestSide + Math.floor(random() * spread);
	const height = smallestSide + Math.floor(random() * spread);
	const pixels = Uint8Array.from({ length: width * height * 3 }, () => random() * 256);
	const raw = { width, height, channels: 3 } as const;
	const jpeg = await sharp(pixels, { raw }).jpeg({ quality: 90 }).toBuffer();
	const bytes = new Uint8Array(jpeg);
	return { sha256: sha256Of(bytes), bytes, thumb: bytes.slice(0, 64), width, height };
}
