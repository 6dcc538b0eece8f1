/** Mistakes of the device: when work counts as delivered, what a page of changes may touch, who writes. */
import type { Bug } from './bug';

const exchange = 'src/lib/client/sync/exchange.ts';
const memoryOutbox = 'src/lib/client/db/memory-outbox.ts';
const memoryCache = 'src/lib/client/db/memory-cache.ts';

/** Answers that nobody gave, as a careless client makes them up. */
const assumed = `batch.map(({ id, envelope }) => ({
	...{ n: envelope.n, id, outcome: 'applied', duplicate: false },
	...{ reason: null, detail: null, cover: {} }
}))`;
const afterFailing = {
	file: exchange,
	find: 'return { ...failed(failure), answered };',
	as: (condition: string) => `if (${condition}) {
		await ports.outbox.acknowledge(${assumed}, epoch ?? '', ports.clock.wallMs());
	}
	return { ...failed(failure), answered };`
};

/** A page is written in two steps; \`first\` and \`second\` say what in which. */
const inTwoSteps = (first: 'rows' | 'cursor') => [
	{
		file: exchange,
		find: 'const applied = await applyOrMakeRoom(ports, () => cache.apply(page, term));',
		replace: `const applied = await applyOrMakeRoom(ports, async () => {
			const done = await cache.apply(page, term);
			if (done !== null) await cache.finishPage();
			return done;
		});`
	},
	{
		file: memoryCache,
		find: '		const merged = mergePage(page, after.gen, this.#reports, this.#refs);\n',
		replace: `		const merged = mergePage(page, after.gen, this.#reports, this.#refs);
		const writeCursor = () => { this.#meta = after; };
		const writeRows = () => {
`
	},
	{
		file: memoryCache,
		find: '		const swept = endsResync(page) ? this.#sweep(after.gen) : [];\n		this.#meta = after;\n',
		replace: `			return endsResync(page) ? this.#sweep(after.gen) : [];
		};
		const swept = ${first === 'rows' ? 'writeRows()' : '(writeCursor(), [])'};
		this.finishPage = async () => ${first === 'rows' ? 'writeCursor()' : 'void writeRows()'};
`
	}
];

export const clientBugs: readonly Bug[] = [
	{
		name: 'ack by status code',
		why: 'Takes an answer with status 200 for the success of everything that was sent.',
		patches: [
			{
				file: exchange,
				find: 'const results = resultsThatCount(response.results, batch);',
				replace: `const results = ${assumed};`
			}
		],
		catcher: { by: 'simulation' },
		breaks: /^I(1|12) /
	},
	{
		name: 'delete before send',
		why: 'Takes commands out of the queue before the server has answered for them.',
		patches: [
			{
				file: 'src/lib/client/db/outbox-rows.ts',
				find: "return { ...row, state: 'attempted', envelope: { ...row.envelope, replica } };",
				replace: `const { openSeq: _, ...rest } = row;
	return { ...rest, state: 'attempted', envelope: { ...row.envelope, replica } };`
			}
		],
		catcher: { by: 'simulation' },
		breaks: /^I1 /
	},
	{
		name: 'drop on 5xx',
		why: 'Counts an error of the server as an answer to the commands.',
		patches: [{ ...afterFailing, replace: afterFailing.as("failure.kind === 'broken'") }],
		catcher: { by: 'simulation' },
		// The server's count of its books brings the work back; what the person was told stays wrong.
		breaks: /^I(1|7|12) /
	},
	{
		name: 'drop on 401',
		why: 'Throws the queue away when the session has ended.',
		patches: [{ ...afterFailing, replace: afterFailing.as("failure.kind === 'signed_out'") }],
		catcher: { by: 'scenario', run: 'sessionEndsWithWorkQueued' },
		breaks: /^I1 /
	},
	{
		name: 'purge outbox on leave',
		why: 'Deletes own unsent work together with the report that was taken away.',
		patches: [
			{
				file: exchange,
				find: 'const seen = await verify(cache, term, changes, serverTime);',
				replace: `await outbox.purge(applied.removed);
	const seen = await verify(cache, term, changes, serverTime);`
			},
			{
				file: memoryOutbox,
				find: '	close(): void {',
				replace: `	async purge(reportIds) {
		for (const row of this.#open()) if (reportIds.includes(row.reportId)) this.#rows.delete(row.seq);
	}

	close(): void {`
			}
		],
		catcher: { by: 'simulation' },
		breaks: /^I1 /
	},
	{
		name: 'apply changes without cursor',
		why: 'Writes the rows of a page first and the cursor in a step of its own.',
		patches: inTwoSteps('rows'),
		catcher: { by: 'scenario', run: 'pageDiesAtEveryStep' },
		breaks: /^I[45] /
	},
	{
		name: 'cursor without changes',
		why: 'Writes the cursor first and the rows in a step of its own.',
		patches: inTwoSteps('cursor'),
		catcher: { by: 'scenario', run: 'pageDiesAtEveryStep' },
		breaks: /^I4 /
	},
	{
		name: 'overlay removed at ack',
		why: 'Stops showing own work when it was answered, before the rows that carry it are here.',
		patches: [
			{
				file: 'src/lib/client/sync/plan.ts',
				find: 'if (command.resultEpoch !== meta.epoch) return true;',
				replace: 'return true;'
			}
		],
		catcher: { by: 'simulation' },
		breaks: /^I7 /
	},
	{
		name: 'two leaders',
		why: 'Lets a page whose lead is over write what it had asked for before.',
		patches: [
			{
				file: memoryCache,
				find: 'if (term !== this.#term || page.fromCursor !== this.#meta.cursor) return Promise.resolve(null);',
				replace: ''
			}
		],
		catcher: { by: 'scenario', run: 'frozenLeaderThaws' },
		breaks: /^I[68] /
	}
];
