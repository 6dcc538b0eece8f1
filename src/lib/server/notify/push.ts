/**
 * Web Push: tells browsers of new and withdrawn work while no page of ours is open.
 *
 *   commit ─▶ tell(news) ─▶ the subscriptions of these people ─▶ one encrypted message each
 *                                                         410, 404 ─▶ the subscription is forgotten
 *
 * 1. Nobody waits for it and nothing depends on it: a message that is lost costs time, never data.
 * 2. Only after the commit; only to sessions that last, of people who may work.
 * 3. The keys that sign messages are made at the first start and kept in the database, so that a
 *    restored server is still the one its browsers know.
 * Source: RFC 8030, 8291 and 8292, by the package web-push.
 */
import { Agent } from 'node:https';
import webPush, { WebPushError } from 'web-push';
import * as z from 'zod';
import type { PushMessage } from '$lib/protocol/push';
import type { Database } from '../db/connect';
import { log } from '../log';
import { keepMeta } from '../repositories/meta';
import {
	dropSubscription,
	liveSubscriptions,
	type StoredSubscription
} from '../repositories/push-subscriptions';
import type { News } from '../usecases/job-news';
import { isPublicUrl, publicAgent } from './public-address';

export interface PushSettings {
	/** Messages may go to this machine and its network: for development and tests. */
	isLocalAllowed: boolean;
	/** A certificate authority besides the known ones, PEM. */
	authority?: string;
}

export interface Push {
	/** By which browsers know messages of this server. */
	publicKey: string;
	/** Whether a browser's address may be kept. */
	mayGoTo(endpoint: string): boolean;
	/** Tells people, later and without an answer. */
	tell(news: readonly News[]): void;
	/** Resolves when everything that was to be told has been tried. */
	settled(): Promise<void>;
	close(): Promise<void>;
}

interface Target {
	db: Database;
	agent: Agent;
	details: { subject: string; publicKey: string; privateKey: string };
}

const keys = z.object({ publicKey: z.string(), privateKey: z.string() });
/** Work that came half a day ago is told by the app itself. */
const liveSeconds = 12 * 60 * 60;
const patienceMs = 10_000;
/** At a bulk assignment messages wait for each other instead of filling the line. */
const atOnce = 8;

/** Opens the way to the push services; makes the keys where there are none. */
export async function openPush(
	db: Database,
	{ push, origin }: { push?: PushSettings; origin?: string }
): Promise<Push> {
	const isLocalAllowed = push?.isLocalAllowed === true;
	const made = JSON.stringify(webPush.generateVAPIDKeys());
	const pair = keys.parse(JSON.parse(await db.tx((tx) => keepMeta(tx, 'vapid', made))));
	// Who runs the service, for the operators of push services; an address is asked for in any case.
	const subject = origin?.startsWith('https:') === true ? origin : 'mailto:maydan@maydan.invalid';
	const agent = isLocalAllowed ? new Agent({ ca: push?.authority }) : publicAgent();
	const target: Target = { db, agent, details: { subject, ...pair } };
	let queue: Promise<void> = Promise.resolve();
	let isClosed = false;
	return {
		publicKey: pair.publicKey,
		mayGoTo: (endpoint) => isLocalAllowed || isPublicUrl(endpoint),
		tell(news) {
			if (news.length === 0 || isClosed) return;
			queue = queue.then(() => (isClosed ? undefined : sendAll(target, news))).catch(noteFailure);
		},
		settled: () => queue,
		async close() {
			isClosed = true;
			agent.destroy();
			await queue;
		}
	};
}

async function sendAll(target: Target, news: readonly News[]): Promise<void> {
	const people = [...new Set(news.map(({ personId }) => personId))];
	const browsers = await liveSubscriptions(target.db.reader, people);
	const due = news.flatMap((one) =>
		browsers
			.filter(({ person_id }) => person_id === one.personId)
			.map((browser) => () => send(target, browser, one))
	);
	for (let from = 0; from < due.length; from += atOnce) {
		await Promise.all(due.slice(from, from + atOnce).map((run) => run()));
	}
}

async function send(target: Target, browser: StoredSubscription, news: News): Promise<void> {
	const { endpoint, p256dh, auth, language } = browser;
	const message: PushMessage = { kind: news.kind, number: news.reportNumber, language };
	try {
		await webPush.sendNotification({ endpoint, keys: { p256dh, auth } }, JSON.stringify(message), {
			vapidDetails: target.details,
			agent: target.agent,
			timeout: patienceMs,
			TTL: liveSeconds,
			urgency: news.kind === 'urgent' ? 'high' : 'normal'
		});
	} catch (error) {
		if (isGone(error)) await dropSubscription(target.db.kysely, endpoint);
		else noteFailure(error);
	}
}

/** The browser has taken its subscription back, or its maker has. */
function isGone(error: unknown): boolean {
	return error instanceof WebPushError && [404, 410].includes(error.statusCode);
}

/** Addresses of browsers stay out of the log: they are keys to them. */
function noteFailure(error: unknown): void {
	const status = error instanceof WebPushError ? error.statusCode : undefined;
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	log.warn({ status, code }, 'a push message did not go out');
}
