/** Keeps what the bare page was answered with, and answers with it from then on. */
/// <reference lib="webworker" />
const worker = globalThis as unknown as ServiceWorkerGlobalScope;

worker.addEventListener('fetch', (event) => event.respondWith(answer(event.request)));

async function answer(request: Request): Promise<Response> {
	const kept = await caches.open('cold');
	const known = await kept.match(request);
	if (known !== undefined) return known;
	const response = await fetch(request);
	await kept.put(request, response.clone());
	return response;
}
