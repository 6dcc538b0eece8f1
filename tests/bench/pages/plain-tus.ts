/** Photos by tus-js-client with nothing set but the address: from memory, one after the other. */
import { Upload } from 'tus-js-client';
import type { DrainWork } from './contract';
import { bytesOf, photoOf } from './taken-photo';

export async function plainTus({ photos, run, picture }: DrainWork) {
	const [bytes, thumb] = [await bytesOf(picture), await bytesOf('thumb.jpg')];
	const taken = await Promise.all(
		Array.from({ length: photos }, (_, index) => photoOf(bytes, thumb, `${run}-${index}`))
	);
	const startedMs = performance.now();
	for (const photo of taken) await upload(new Blob([photo.bytes]));
	const ms = performance.now() - startedMs;
	return { ms, photoBytes: taken.reduce((sum, { bytes }) => sum + bytes.length, 0) };
}

function upload(file: Blob): Promise<void> {
	return new Promise((resolve, reject) => {
		new Upload(file, {
			endpoint: '/bench/tus',
			onSuccess: () => resolve(),
			onError: reject
		}).start();
	});
}
