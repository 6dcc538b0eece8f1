/**
 * The office without a screen: for what must have happened before a story, and for the proof that the
 * server has it. It asks the same endpoints as a device does.
 */
import { expect, request, type APIRequestContext } from '@playwright/test';
import { v7 as uuidv7 } from 'uuid';
import type { Person } from '../../src/lib/domain/people/actor';
import type { Report } from '../../src/lib/domain/report/report';
import type { PresenceList, ReportHistory } from '../../src/lib/protocol/online';
import type { ReviewList } from '../../src/lib/protocol/review';
import type { SessionList, SignedIn } from '../../src/lib/protocol/session';
import type { SyncResponse } from '../../src/lib/protocol/sync';
import { protocolHeader, protocolVersion } from '../../src/lib/protocol/version.ts';

const demoPassword = 'maydan-demo';
const pageRows = 1000;

export interface Office {
	/** A report as this person's devices would read it now. */
	report(number: string): Promise<Report>;
	/** Everything that this person's devices would hold. */
	reports(): Promise<Report[]>;
	/** Everybody whom this person's devices know. */
	people(): Promise<Person[]>;
	/** Id of a person by user name. */
	personId(userName: string): Promise<string>;
	history(number: string): Promise<ReportHistory>;
	review(): Promise<ReviewList>;
	/** What the devices of a person of the team last said to have unsent. */
	presence(userName: string): Promise<PresenceList[number] | undefined>;
	/** Does something with a report, having seen its newest state. */
	act(number: string, type: string, args: object): Promise<void>;
	/** Does something having seen an older state, as a tablet does that was away; answers the outcome. */
	actLate(seen: Report, type: string, args: object): Promise<string>;
	/** Ends every other session of this person, on all devices. */
	endOtherSessions(): Promise<void>;
	leave(): Promise<void>;
}

/** Signs in by a user name of the demo. */
export async function officeOf(url: string, userName: string): Promise<Office> {
	const api = await request.newContext({
		baseURL: url,
		extraHTTPHeaders: { origin: url, [protocolHeader]: String(protocolVersion) }
	});
	const { person } = await post<SignedIn>(api, '/api/auth/sign-in', {
		userName,
		password: demoPassword
	});
	const minting = { personId: person.id, deviceName: 'Office' };
	const { replica } = await post<{ replica: string }>(api, '/api/replicas', minting);
	const exchange = (part: object) =>
		post<SyncResponse>(api, '/api/sync', {
			...{ protocol: protocolVersion, replica, exchange: 1, commands: [], cursor: null },
			...{ pending: { commands: 0, photos: 0, oldestAt: null }, limit: pageRows, ...part }
		});
	let sent = 0;

	async function* rows() {
		let cursor: string | null = null;
		for (let more = true; more;) {
			const { changes }: SyncResponse = await exchange({ cursor });
			yield* changes.entries;
			({ cursor, more } = changes);
		}
	}

	async function report(number: string): Promise<Report> {
		for await (const row of rows()) {
			// The server's own answer: its shape is the contract's, and tested there.
			const body = row.op === 'put' && row.kind === 'report' ? row.body : {};
			if (body.number === number) return body as unknown as Report;
		}
		throw new Error(`${userName} has no report ${number}`);
	}

	async function bodies<Body>(kind: string): Promise<Body[]> {
		const found: Body[] = [];
		for await (const row of rows())
			if (row.op === 'put' && row.kind === kind) found.push(row.body as unknown as Body);
		return found;
	}

	async function personId(name: string): Promise<string> {
		for await (const row of rows())
			if (row.op === 'put' && row.kind === 'person' && row.body.userName === name) return row.id;
		throw new Error(`${userName} knows nobody called ${name}`);
	}

	async function send({ id, rev, assignEpoch }: Report, type: string, args: object) {
		sent += 1;
		const command = {
			...{ replica, n: sent, id: uuidv7(), type, typeVersion: 1, reportId: id, args },
			...{ base: { rev, assignEpoch }, deviceAt: Date.now(), deviceOffsetMinutes: 240 },
			...{ monoMs: 0, session: 'office', skew: null, group: null, isVoid: false, signature: null }
		};
		const { results } = await exchange({ commands: [command] });
		return results[0];
	}

	return {
		report,
		reports: () => bodies<Report>('report'),
		people: () => bodies<Person>('person'),
		personId,
		async history(number) {
			const [found] = await get<{ id: string }[]>(api, `/api/search?q=${number}`);
			return get(api, `/api/reports/${found?.id ?? number}/history`);
		},
		review: () => get(api, '/api/review'),
		async presence(name) {
			const list = await get<PresenceList>(api, '/api/presence');
			const id = await personId(name).catch(() => null);
			return list.find((person) => person.personId === id);
		},
		async act(number, type, args) {
			const result = await send(await report(number), type, args);
			expect(result).toMatchObject({ outcome: 'applied', reason: null });
		},
		async actLate(seen, type, args) {
			return (await send(seen, type, args))?.outcome ?? 'none';
		},
		async endOtherSessions() {
			const sessions = await get<SessionList>(api, '/api/auth/sessions');
			for (const { id } of sessions.filter(({ isCurrent }) => !isCurrent))
				expect((await api.delete(`/api/auth/sessions/${id}`)).status()).toBe(204);
		},
		leave: () => api.dispose()
	};
}

async function post<Answer>(api: APIRequestContext, path: string, data: object): Promise<Answer> {
	const answer = await api.post(path, { data });
	expect(answer.status(), `${path}: ${await answer.text()}`).toBe(200);
	return (await answer.json()) as Answer;
}

async function get<Answer>(api: APIRequestContext, path: string): Promise<Answer> {
	const answer = await api.get(path);
	expect(answer.status(), path).toBe(200);
	return (await answer.json()) as Answer;
}
