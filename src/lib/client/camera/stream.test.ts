import { describe, expect, it } from 'vitest';
import { RearCamera } from './stream';

class Track extends EventTarget {
	enabled = true;
	muted = false;
	readyState: MediaStreamTrackState = 'live';
	stop() {
		this.readyState = 'ended';
	}
}

/** The part of a stream the room uses; the rest of the browser's type is beside the point here. */
class Stream extends EventTarget {
	track = new Track();
	getTracks = () => [this.track];
	getVideoTracks = () => [this.track];
}

function aCamera(answer: () => Stream | DOMException = () => new Stream()) {
	const given: Stream[] = [];
	let due: (() => void) | null = null;
	const camera = new RearCamera({
		isSecure: true,
		devices: {
			async getUserMedia() {
				const result = answer();
				if (result instanceof DOMException) throw result;
				given.push(result);
				return result as unknown as MediaStream;
			}
		},
		after(_, call) {
			due = call;
			return () => (due = null);
		}
	});
	return { camera, given, restEnds: () => due?.(), isResting: () => due !== null };
}

describe('rear camera', () => {
	it('asks once per visit, also for two photos with a rest between them [1]', async () => {
		const { camera, given, isResting } = aCamera();
		await Promise.all([camera.open(), camera.open()]);
		camera.rest();
		expect(given[0]?.track.enabled).toBe(false);
		await camera.open();
		expect(given).toHaveLength(1);
		expect(given[0]?.track.enabled).toBe(true);
		expect(isResting()).toBe(false);
	});

	it('is given back when the rest is over [1]', async () => {
		const { camera, given, restEnds } = aCamera();
		await camera.open();
		camera.rest();
		restEnds();
		expect(given[0]?.track.readyState).toBe('ended');
		await camera.open();
		expect(given).toHaveLength(2);
	});

	it.each([
		['ended', (track: Track) => track.stop()],
		['silenced', (track: Track) => (track.muted = true)]
	])('is opened anew when the system has %s it in the background [2]', async (_, harm) => {
		const { camera, given } = aCamera();
		await camera.open();
		harm(given[0]!.track);
		await camera.open();
		expect(given).toHaveLength(2);
		expect(given[0]?.track.readyState).toBe('ended');
	});

	it.each([
		['NotAllowedError', 'denied'],
		['SecurityError', 'denied'],
		['NotFoundError', 'none'],
		['OverconstrainedError', 'none'],
		['NotReadableError', 'busy'],
		['AbortError', 'busy']
	])('answers %s with %s [3]', async (name, reason) => {
		const { camera } = aCamera(() => new DOMException('', name));
		expect(await camera.open()).toEqual({ ok: false, reason });
	});

	it('tells a page without https from a device without a camera [3]', async () => {
		const after = () => () => undefined;
		const plain = new RearCamera({ devices: undefined, isSecure: false, after });
		expect(await plain.open()).toEqual({ ok: false, reason: 'insecure' });
		const bare = new RearCamera({ devices: undefined, isSecure: true, after });
		expect(await bare.open()).toEqual({ ok: false, reason: 'none' });
	});

	it('can be asked again after a refusal [3]', async () => {
		const answers = [new DOMException('', 'NotAllowedError'), new Stream()];
		const { camera } = aCamera(() => answers.shift() ?? new Stream());
		await camera.open();
		expect(await camera.open()).toMatchObject({ ok: true });
	});
});
