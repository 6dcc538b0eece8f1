/**
 * The rear camera of the device, opened inside the page so that the page stays in front and is not
 * killed while a photo is taken.
 *
 *   off ── open ──▶ live ── rest ──▶ resting ── (two minutes) ──▶ off
 *                    ▲                  │ open
 *                    └──────────────────┘
 *
 * 1. The person is asked once per visit: between two photos the camera rests and is not given back.
 * 2. A stream that the system ended (background, unplugged, taken by another app) is opened anew by
 *    the next `open`; `onlost` says that a new one is needed.
 * 3. No camera is a value with a reason.
 */
export const cameraRefusals = ['denied', 'none', 'busy', 'insecure'] as const;
/** denied: not allowed · none: no camera here · busy: another app has it · insecure: not https. */
export type CameraRefusal = (typeof cameraRefusals)[number];

export type CameraOpening =
	{ ok: true; stream: MediaStream } | { ok: false; reason: CameraRefusal };

export interface CameraPorts {
	/** Undefined where the page is not served securely. */
	devices: Pick<MediaDevices, 'getUserMedia'> | undefined;
	isSecure: boolean;
	/** Calls back once after that time; returns what cancels it. */
	after: (delayMs: number, call: () => void) => () => void;
}

const restMaxMs = 2 * 60_000;
const wish: MediaStreamConstraints = {
	audio: false,
	video: { facingMode: { ideal: 'environment' }, width: { ideal: 2560 }, height: { ideal: 1440 } }
};

export class RearCamera {
	#ports: CameraPorts;
	#stream: MediaStream | null = null;
	#opening: Promise<CameraOpening> | null = null;
	#cancelRest: (() => void) | null = null;

	constructor(ports: CameraPorts) {
		this.#ports = ports;
	}

	/** Live picture, or why there is none; asks the person at most once at a time. */
	open(): Promise<CameraOpening> {
		this.#cancelRest?.();
		this.#cancelRest = null;
		if (this.#stream && isAlive(this.#stream)) {
			for (const track of this.#stream.getTracks()) track.enabled = true;
			return Promise.resolve({ ok: true, stream: this.#stream });
		}
		this.#opening ??= this.#ask().finally(() => (this.#opening = null));
		return this.#opening;
	}

	/** Pauses the picture and gives the camera back after two minutes. */
	rest(): void {
		for (const track of this.#stream?.getTracks() ?? []) track.enabled = false;
		this.#cancelRest?.();
		this.#cancelRest = this.#ports.after(restMaxMs, () => this.close());
	}

	/** Gives the camera back now. */
	close(): void {
		this.#cancelRest?.();
		this.#cancelRest = null;
		for (const track of this.#stream?.getTracks() ?? []) track.stop();
		this.#stream = null;
	}

	async #ask(): Promise<CameraOpening> {
		const { devices, isSecure } = this.#ports;
		if (!devices) return { ok: false, reason: isSecure ? 'none' : 'insecure' };
		this.close();
		try {
			this.#stream = await devices.getUserMedia(wish);
			return { ok: true, stream: this.#stream };
		} catch (error) {
			return { ok: false, reason: reasonOf(error) };
		}
	}
}

/** A picture can still come out of it: neither ended nor silenced by the system. */
export function isAlive(stream: MediaStream): boolean {
	const tracks = stream.getVideoTracks();
	return tracks.length > 0 && tracks.every((track) => track.readyState === 'live' && !track.muted);
}

/** Calls `onlost` when the system ends the stream; returns what stops listening. */
export function watchLoss(stream: MediaStream, onlost: () => void): () => void {
	const tracks = stream.getVideoTracks();
	for (const track of tracks) track.addEventListener('ended', onlost);
	return () => {
		for (const track of tracks) track.removeEventListener('ended', onlost);
	};
}

function reasonOf(error: unknown): CameraRefusal {
	const name = error instanceof Error || error instanceof DOMException ? error.name : '';
	if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
	if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'none';
	return 'busy';
}

function browserPorts(): CameraPorts {
	return {
		devices: typeof navigator === 'undefined' ? undefined : navigator.mediaDevices,
		isSecure: typeof window !== 'undefined' && window.isSecureContext,
		after(delayMs, call) {
			const timer = setTimeout(call, delayMs);
			return () => clearTimeout(timer);
		}
	};
}

/** The rear camera of this page. */
export const rearCamera = new RearCamera(browserPorts());
