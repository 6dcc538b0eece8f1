/** Mistakes of the change feed: who gets which version when, and what a page may leave out. */
import type { Bug, Patch } from './bug';

const feed = 'src/lib/server/repositories/feed.ts';
const readChanges = 'src/lib/server/usecases/read-changes.ts';

/** How the heads are bumped: the heart of the feed. */
const bump = {
	file: feed,
	find: `const heads = await tx
		.insertInto('scope_head')
		.values(scopes.map((scope) => ({ scope, v: 1, pruned_v: 0 })))
		.onConflict((conflict) => conflict.column('scope').doUpdateSet({ v: sql\`scope_head.v + 1\` }))
		.returning(['scope', 'v'])
		.execute();`
};
const bumpOn = (db: string) => bump.find.replace('const heads = await tx', `await ${db}`);

/** What else a transaction on PostgreSQL is given, and what happens after its commit. */
const transaction = (given: string, after = ''): Patch => ({
	file: 'src/lib/server/db/connect.ts',
	find: 'tx: (work) => repeating(() => kysely.transaction().execute(work)),',
	replace: `tx: (work) => repeating(async () => {
			const later = [];
			const done = await kysely.transaction().execute((tx) => work(Object.assign(tx, { ${given} })));
			${after}
			return done;
		}),`
});

export const feedBugs: readonly Bug[] = [
	{
		name: 'seq cursor',
		why: 'Numbers changes by a sequence, drawn before the commit.',
		patches: [
			{
				...bump,
				replace: `bumpScopes.seq = (bumpScopes.seq ?? 0) + 1;
	const heads = scopes.map((scope) => ({ scope, v: bumpScopes.seq }));`
			},
			{
				file: feed,
				find: "const rows = await tx.selectFrom('scope_head').selectAll().where('scope', 'in', scopes).execute();",
				replace: `const read = tx.selectFrom('feed').where('scope', 'in', scopes).groupBy('scope');
	const last = await read.select((is) => ['scope', is.fn.max('v').as('v')]).execute();
	const rows = last.map((row) => ({ ...row, pruned_v: 0 }));`
			}
		],
		catcher: { by: 'scenario', run: 'twoWritersCross' },
		breaks: /^I4 /
	},
	{
		name: 'head bumped first without lock',
		why: 'Takes its version by a commit of its own, before the commit of the change.',
		patches: [
			transaction('outside: kysely'),
			{ ...bump, replace: bump.find.replace('await tx', 'await tx.outside') }
		],
		catcher: { by: 'scenario', run: 'twoWritersCross' },
		breaks: /^I4 /
	},
	{
		name: 'head bumped after commit',
		why: 'Writes the change under the version to come, and bumps the head once that is committed.',
		patches: [
			transaction('later', 'for (const bump of later) await bump(kysely);'),
			{
				...bump,
				replace: `const known = await headsOf(tx, scopes);
	const heads = scopes.map((scope) => ({ scope, v: (known.get(scope)?.v ?? 0) + 1 }));
	tx.later.push(async (db) => {
		${bumpOn('db')}
	});`
			}
		],
		catcher: { by: 'scenario', run: 'twoWritersCross' },
		breaks: /^I4 /
	},
	{
		name: 'scope from cursor',
		why: 'Reads the scopes that the cursor names instead of those of the session.',
		patches: [
			{
				file: readChanges,
				find: '	const scopes = scopesFor(person);\n	return deps.db.snapshot(async (tx) => {',
				replace: `	const [told, named] = (cursor ?? '').split('|');
	const scopes = named === undefined ? scopesFor(person) : named.split(',');
	cursor = named === undefined ? cursor : told;
	return deps.db.snapshot(async (tx) => {`
			},
			{
				file: readChanges,
				find: 'JSON.stringify({ cursor, covers, more,',
				replace: "JSON.stringify({ cursor: `${cursor}|${scopes.join(',')}`, covers, more,"
			}
		],
		catcher: { by: 'scenario', run: 'personMovesToAnotherTeam' },
		breaks: /^I5 /
	},
	{
		name: 'page splits a v',
		why: 'Ends a page in the middle of a version and goes on behind it.',
		patches: [
			{
				file: readChanges,
				find: 'const whole = entries.filter(({ v }) => v < last);',
				replace: 'const whole = entries.slice(0, limit);'
			}
		],
		catcher: { by: 'simulation' },
		breaks: /^I4 /
	}
];
