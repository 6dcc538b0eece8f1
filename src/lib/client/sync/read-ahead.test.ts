import { expect, it } from 'vitest';
import type { SyncRequest, SyncResponse } from '$lib/protocol/sync';
import { unreachable, type Answer } from '../errors';
import { ReadAhead } from './read-ahead';

const request: SyncRequest = {
	protocol: 1,
	replica: 'r',
	exchange: 1,
	commands: [],
	cursor: 'c0',
	pending: { commands: 0, photos: 0, oldestAt: null },
	limit: 1000
};
const second = { ...request, exchange: 2, cursor: 'c1' };

function newPages() {
	const asked: { request: SyncRequest; signal: AbortSignal }[] = [];
	const time = { now: 1000 };
	const answer: Answer<SyncResponse> = { ok: false, failure: unreachable };
	const pages = new ReadAhead({
		server: {
			exchange: (request, signal) => {
				asked.push({ request, signal });
				time.now += 10;
				return Promise.resolve(answer);
			}
		},
		clock: { wallMs: () => time.now, monoMs: () => time.now }
	});
	const ask = (wanted: SyncRequest, signal = new AbortController().signal) =>
		pages.ask(wanted, signal, false);
	return { pages, ask, asked, time };
}

it('asks once for a page that was asked for ahead, and tells when it arrived [3]', async () => {
	const { pages, ask, asked, time } = newPages();
	pages.begin(request, 'c1');
	await Promise.resolve();
	time.now = 9000;
	expect(await ask(second)).toMatchObject({ at: 1010, tookMs: 10 });
	expect(asked.map(({ request }) => request)).toEqual([second]);
});

it.each([
	['another cursor', { ...second, cursor: 'c9' }],
	['another number', { ...second, exchange: 3 }],
	['another replica', { ...second, replica: 'other' }],
	['work to send', { ...second, commands: [{}] }]
])('drops what came ahead and asks anew for %s [2]', async (_, wanted) => {
	const { pages, ask, asked } = newPages();
	pages.begin(request, 'c1');
	await ask(wanted);
	expect(asked[0]?.signal.aborted).toBe(true);
	expect(asked[1]?.request).toEqual(wanted);
});

it('asks anew after a drop, because what came ahead may be too old', async () => {
	const { pages, ask, asked } = newPages();
	pages.begin(request, 'c1');
	pages.drop();
	await ask(second);
	expect(asked).toHaveLength(2);
});

it('gives up a page asked for ahead with the exchange that waits for it', () => {
	const { pages, ask, asked } = newPages();
	pages.begin(request, 'c1');
	const abort = new AbortController();
	void ask(second, abort.signal);
	abort.abort();
	expect(asked[0]?.signal.aborted).toBe(true);
});
