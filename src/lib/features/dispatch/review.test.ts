import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReviewCommand, ReviewList } from '$lib/client/api';
import { makeFormat } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import { unreachable, type Answer } from '$lib/client/errors';
import type { Device } from '$lib/client/device';
import { actorOf } from '$lib/domain/people/actor';
import type { Report } from '$lib/domain/report/report';
import { ali, aReport, morning, salma } from '../../../../tests/support/builders';
import { groupByPerson } from './review-groups';
import { commandReason, commandTitle } from './review-words';
import { openReview } from './review.svelte';

const command = (id: string, part: Partial<ReviewCommand> = {}): ReviewCommand => ({
	...{ id, personId: 'ali', deviceName: 'Tablet 7', type: 'finish', reportId: 'r' },
	...{ reportNumber: 'MM-26-000001-7', outcome: 'rejected', reason: 'never_assigned' },
	...{ text: null, photos: [], deviceAt: morning, receivedAt: morning },
	...part
});
const incident = (id: string): ReviewList['incidents'][number] => ({
	...{ id, personId: 'ali', deviceName: 'Tablet 7', commands: 2, photos: 1, oldestAt: null },
	...{ reports: [], at: morning }
});
const claimed = aReport({
	claims: [
		{
			...{ id: 'c', kind: 'finish', actorId: 'ali', epoch: 1, at: morning, receivedAt: morning },
			...{ outcome: 'fixed', text: null, photos: [], state: 'open' }
		}
	]
});

/** What the review needs of a device. */
const deviceOf = (person: typeof salma, all: readonly Report[] = [claimed]) =>
	({ actor: actorOf(person), reports: { all } }) as unknown as Device;
const silence: Answer<ReviewList> = { ok: false, failure: unreachable };
const known: ReviewList = {
	commands: [command('one'), command('two')],
	incidents: [incident('lost')]
};

describe('the review of a supervisor', () => {
	beforeEach(() => void vi.stubGlobal('document', { visibilityState: 'visible' }));
	afterEach(() => void vi.unstubAllGlobals());

	const opened = (
		answers: Answer<ReviewList>[],
		seen: Answer<null> = { ok: true, value: null }
	) => {
		const api = {
			review: () => Promise.resolve(answers.shift() ?? silence),
			reviewSeen: () => Promise.resolve(seen)
		};
		return openReview(deviceOf(salma), api);
	};

	it('counts claims without the server, and everything once the server has answered', async () => {
		const review = opened([{ ok: true, value: known }]);
		expect(review.count).toBe(1);
		await review.again();
		expect(review.count).toBe(4);
	});

	it('keeps what was known while the server is silent, and says that it is', async () => {
		const review = opened([{ ok: true, value: known }]);
		await review.again();
		await review.again();
		expect([review.list?.commands.length, review.failure?.kind]).toEqual([2, 'offline']);
	});

	it('takes out what was seen, here or by a colleague before, and nothing that failed', async () => {
		const review = opened([{ ok: true, value: known }]);
		await review.again();
		expect(await review.seen('command', ['one'])).toBe(true);
		expect(await review.seen('incident', ['lost'])).toBe(true);
		expect([review.list?.commands.map(({ id }) => id), review.count]).toEqual([['two'], 2]);
		const gone = { ok: false as const, failure: { ...unreachable, code: 'not_found' as const } };
		const late = opened([{ ok: true, value: known }], gone);
		await late.again();
		expect([await late.seen('command', ['one']), late.list?.commands.length]).toEqual([true, 1]);
		const offline = opened([{ ok: true, value: known }], { ok: false, failure: unreachable });
		await offline.again();
		expect(await offline.seen('command', ['one'])).toBe(false);
		expect(offline.list?.commands).toHaveLength(2);
	});

	it('does not bring back what was seen while an older question was on its way', async () => {
		let answer: (value: Answer<ReviewList>) => void = () => undefined;
		const asked = new Promise<Answer<ReviewList>>((resolve) => (answer = resolve));
		const answers = [Promise.resolve<Answer<ReviewList>>({ ok: true, value: known }), asked];
		const review = openReview(deviceOf(salma), {
			review: () => answers.shift() ?? asked,
			reviewSeen: () => Promise.resolve({ ok: true, value: null })
		});
		await review.again();
		const second = review.again();
		await review.seen('command', ['one']);
		answer({ ok: true, value: known });
		await second;
		expect(review.list?.commands.map(({ id }) => id)).toEqual(['two']);
	});

	it('counts nothing for somebody who may not decide', () => {
		const review = openReview(deviceOf(ali), {
			review: () => Promise.resolve({ ok: true, value: known }),
			reviewSeen: () => Promise.resolve({ ok: true, value: null })
		});
		expect([review.claims.length, review.count]).toEqual([0, 0]);
	});
});

describe('commands without effect', () => {
	const format = makeFormat({ locale: 'en', digits: 'latn', timeZone: 'Asia/Muscat' });

	it('stand by person, the latest first', () => {
		const groups = groupByPerson([
			command('a', { receivedAt: 1 }),
			command('b', { personId: 'badr', receivedAt: 3 }),
			command('c', { receivedAt: 2 })
		]);
		expect(
			groups.map(({ personId, commands }) => [personId, commands.map(({ id }) => id)])
		).toEqual([
			['badr', ['b']],
			['ali', ['c', 'a']]
		]);
	});

	it('name no report out of reach and no type that this build cannot know', () => {
		const act = m.act_finish();
		const hidden = commandTitle({ type: 'finish', reportNumber: null }, format);
		expect(hidden).toBe(m.review_command_hidden({ act }));
		expect(commandTitle({ type: 'weld', reportNumber: null }, format)).toBe(
			m.review_command_hidden({ act: m.review_command_newer() })
		);
	});

	it('say why: kept for a newer server, or refused for a reason, told of its author', () => {
		expect(commandReason({ outcome: 'deferred', reason: null }, format)).toBe(
			m.review_command_deferred()
		);
		expect(commandReason({ outcome: 'rejected', reason: 'never_assigned' }, format)).toBe(
			m.review_command_refused({ reason: m.review_why_never_assigned() })
		);
		expect(commandReason({ outcome: 'rejected', reason: 'malformed' }, format)).toBe(
			m.review_command_refused({ reason: m.refusal_malformed() })
		);
	});
});
