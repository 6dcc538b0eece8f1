/**
 * The sound of this device. Browsers let a page sound only after somebody has touched it: the
 * first touch makes it ready, and until then it stays silent, which nobody is told of.
 */
/** Two tones, twice: heard through traffic, and unlike any other sound of a tablet. Hertz, seconds. */
const tones = [
	[880, 0],
	[1175, 0.18],
	[880, 0.5],
	[1175, 0.68]
] as const;
const toneSeconds = 0.16;
const loudness = 0.5;

let context: AudioContext | null = null;

/** Makes the page ready to sound at the next touch or key; the answer ends the waiting. */
export function readySound(): () => void {
	const listeners = new AbortController();
	const options = { signal: listeners.signal, capture: true };
	const ready = () => {
		if (typeof AudioContext === 'undefined') return;
		context ??= new AudioContext();
		void context.resume().catch(() => undefined);
		if (context.state === 'running') listeners.abort();
	};
	addEventListener('pointerdown', ready, options);
	addEventListener('keydown', ready, options);
	return () => listeners.abort();
}

/** Sounds the alarm once; nothing where the page may not sound. */
export function soundAlarm(): void {
	if (context?.state !== 'running') return;
	const { currentTime, destination } = context;
	for (const [hertz, afterSeconds] of tones) {
		const from = currentTime + afterSeconds;
		const tone = new OscillatorNode(context, { type: 'triangle', frequency: hertz });
		const gain = new GainNode(context, { gain: 0 });
		// Without a rise and a fall a tone begins and ends with a crack.
		gain.gain.setValueAtTime(0, from);
		gain.gain.linearRampToValueAtTime(loudness, from + 0.02);
		gain.gain.linearRampToValueAtTime(0, from + toneSeconds);
		tone.connect(gain).connect(destination);
		tone.start(from);
		tone.stop(from + toneSeconds);
	}
}
