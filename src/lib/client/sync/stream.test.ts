/** The stream of notices, from a body that the test writes. */
import { expect, it } from 'vitest';
import { Stream, type Heads } from './stream';

interface Timer {
	ms: number;
	run: () => void;
}

function aStream() {
	const timers: Timer[] = [];
	const heard: (Heads | null)[] = [];
	const opened: ReadableStreamDefaultController<Uint8Array>[] = [];
	const stream = new Stream({
		open: () =>
			Promise.resolve(
				new ReadableStream<Uint8Array>({ start: (controller) => void opened.push(controller) })
			),
		timers: {
			after: (ms, run) => {
				const timer = { ms, run };
				timers.push(timer);
				return () => void timers.splice(timers.indexOf(timer), 1);
			},
			random: () => 0.5
		},
		onCome: (heads) => void heard.push(heads)
	});
	const say = async (text: string) => {
		opened.at(-1)?.enqueue(new TextEncoder().encode(text));
		await turn();
	};
	return { stream, timers, heard, opened, say };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

it('hears heads, also when a line comes in two pieces, and no pings', async () => {
	const { stream, heard, say } = aStream();
	stream.start();
	await turn();
	await say(': ping\n\nevent: heads\ndata: {"user:1"');
	expect(heard).toEqual([]);
	await say(': 12}\n\n');
	expect(heard).toEqual([{ 'user:1': 12 }]);
	await say('event: heads\ndata: nonsense\n\n');
	expect(heard.at(-1)).toBeNull();
	stream.stop();
});

it('opens again after the server has ended it, later each time', async () => {
	const { stream, timers, opened } = aStream();
	stream.start();
	await turn();
	expect(stream.isOpen).toBe(true);
	opened[0]!.close();
	await turn();
	expect(stream.isOpen).toBe(false);
	expect(timers.map(({ ms }) => ms)).toEqual([1000]);
	timers[0]!.run();
	await turn();
	opened[1]!.close();
	await turn();
	expect(timers.at(-1)!.ms).toBe(2000);
	stream.stop();
});

it('does not sit its wait out once the line is back', async () => {
	const { stream, timers, opened } = aStream();
	stream.start();
	await turn();
	opened[0]!.close();
	await turn();
	stream.lineIsBack();
	await turn();
	expect(stream.isOpen).toBe(true);
	expect(opened).toHaveLength(2);
	// The next wait is a first one again, and nobody opens a second stream beside this one.
	stream.lineIsBack();
	await turn();
	expect(opened).toHaveLength(2);
	opened[1]!.close();
	await turn();
	expect(timers.at(-1)!.ms).toBe(1000);
	stream.stop();
	stream.lineIsBack();
	await turn();
	expect(opened).toHaveLength(2);
});
