/**
 * Says "come": the heads of the person's scopes at the beginning and whenever one moves, never what
 * changed. A device that hears nothing still asks by its own timer.
 *
 *   event: heads      data: {"user:…": 12}
 *   : ping            every 25 s, so that proxies and devices see that the line is alive
 *
 * 1. A stream ends after ten minutes: the next one is asked for with a session that still stands.
 * 2. Its listener is gone as soon as the device is, or the server closes.
 */
import { syncHeader } from '$lib/protocol/version';
import { scopesFor } from '$lib/domain/report/scope';
import { endpointFor } from '$lib/server/http';
import type { Heads } from '$lib/server/wake';
import type { RequestHandler } from './$types';

const pingEveryMs = 25_000;
const lastsMs = 10 * 60_000;

const headers = {
	'content-type': 'text/event-stream',
	'cache-control': 'no-store',
	// A proxy that collects before it sends would turn "now" into "later".
	'x-accel-buffering': 'no',
	[syncHeader]: '1'
};

export const GET: RequestHandler = endpointFor(({ request, locals: { app } }, { person }) => {
	let stop: () => void = () => undefined;
	const body = new ReadableStream<Uint8Array>({
		async start(controller) {
			const text = new TextEncoder();
			const say = (line: string) => controller.enqueue(text.encode(`${line}\n\n`));
			const tell = (heads: Heads) => say(`event: heads\ndata: ${JSON.stringify(heads)}`);
			const end = () => {
				stop();
				controller.close();
			};
			const unsubscribe = app.wake.subscribe(scopesFor(person), tell, end);
			const ping = setInterval(() => say(': ping'), pingEveryMs);
			const last = setTimeout(end, lastsMs);
			stop = () => {
				unsubscribe();
				clearInterval(ping);
				clearTimeout(last);
				request.signal.removeEventListener('abort', stop);
			};
			request.signal.addEventListener('abort', stop);
			// After subscribing, so that nothing moves unheard between the two.
			tell(await app.readHeads(person));
		},
		cancel: () => stop()
	});
	return new Response(body, { headers });
});
