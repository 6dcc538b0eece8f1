import { beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '$lib/domain/report/report';
import { anAssignment, aPhoto, aReport } from '../../../../tests/support/builders';
import { Prefetch, wantedPhotos } from './prefetch';

const job = (id: string, part: Partial<Report> = {}) =>
	aReport({ id, status: 'assigned', assignment: anAssignment(), ...part });
const photo = (sha256: string, part = {}) => aPhoto('reporter', { sha256, ...part });

describe('the photos worth having', () => {
	it('are those of own open reports, newest report first', () => {
		const reports = [
			job('old', { receivedAt: 1, photos: [photo('a')] }),
			job('new', { receivedAt: 2, photos: [photo('b')] }),
			job('other', { assignment: anAssignment({ assigneeId: 'badr' }), photos: [photo('c')] }),
			aReport({ id: 'closed', status: 'closed', photos: [photo('d')] })
		];
		expect(wantedPhotos(reports, 'ali').map(({ sha256 }) => sha256)).toEqual(['b', 'a']);
	});

	it('are whole on the server and not taken again', () => {
		const photos = [photo('a', { state: 'awaited' }), photo('b', { retracted: true }), photo('c')];
		expect(wantedPhotos([job('r', { photos })], 'ali')).toEqual([{ reportId: 'r', sha256: 'c' }]);
	});
});

describe('a round', () => {
	let fetched: string[];
	let isOnline: boolean;
	let own: string[];
	let sendingAfter: number;
	beforeEach(() => {
		fetched = [];
		isOnline = true;
		own = ['b'];
		sendingAfter = Infinity;
	});
	const prefetch = () =>
		new Prefetch({
			reports: () => [job('r', { photos: ['a', 'b', 'c', 'd'].map((name) => photo(name)) })],
			ownerId: 'ali',
			kept: () => Promise.resolve(new Set(['a'])),
			isOwn: (sha256) => own.includes(sha256),
			isSending: () => fetched.length >= sendingAfter,
			idle: () => Promise.resolve(),
			fetch: (_, sha256) => {
				fetched.push(sha256);
				return Promise.resolve(isOnline);
			}
		});

	it('passes over what is here already', async () => {
		await prefetch().run();
		expect(fetched).toEqual(['c', 'd']);
	});

	it('ends at the first failure, and one runs at a time', async () => {
		isOnline = false;
		const one = prefetch();
		await Promise.all([one.run(), one.run()]);
		expect(fetched).toEqual(['c']);
	});

	it('leaves the line to own photos once they go up', async () => {
		sendingAfter = 1;
		const one = prefetch();
		await one.run();
		expect(fetched).toEqual(['c']);
		sendingAfter = Infinity;
		await one.run();
		expect(fetched).toEqual(['c', 'c', 'd']);
	});

	it('does not fetch what was own when it began, and has been stored meanwhile', async () => {
		own = ['b', 'd'];
		const running = prefetch().run();
		own = [];
		await running;
		expect(fetched).toEqual(['c']);
	});

	it('does not begin after it was stopped', async () => {
		const one = prefetch();
		one.stop();
		await one.run();
		expect(fetched).toEqual([]);
	});
});
