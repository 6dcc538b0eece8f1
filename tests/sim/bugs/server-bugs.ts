/** Mistakes of the server: when a command counts as taken, in which order, and what its bytes are. */
import type { Bug } from './bug';

const applyCommands = 'src/lib/server/usecases/apply-commands.ts';
const sortCommands = 'src/lib/server/usecases/sort-commands.ts';
const schema = 'src/lib/server/db/migrations/0001-core.ts';

export const serverBugs: readonly Bug[] = [
	{
		name: 'last_n outside the transaction',
		why: 'Moves the counter of a replica after the commit of its commands.',
		patches: [
			{
				file: applyCommands,
				find: 'noteContact(tx, replicaId, { lastN, at: now,',
				replace: 'noteContact(tx, replicaId, { lastN: replica.last_n, at: now,'
			},
			{
				file: applyCommands,
				find: 'return await deps.db.tx((tx) => applyIn(tx, deps, sender, incoming));',
				replace: `const applied = await deps.db.tx((tx) => applyIn(tx, deps, sender, incoming));
		if (!applied.ok) return applied;
		const { lastN, ...told } = applied;
		await deps.db.tx((tx) =>
			tx.updateTable('replica').set({ last_n: lastN }).where('id', '=', sender.replicaId).execute()
		);
		return told;`
			}
		],
		catcher: { by: 'scenario', run: 'serverDiesAfterItsCommit' },
		breaks: /^I11 /
	},
	{
		name: 'skip refused',
		why: 'Keeps nothing of a command that it refuses, and goes on behind it.',
		patches: [
			{
				file: applyCommands,
				find: 'await addCommands(tx, rows);',
				replace: "await addCommands(tx, rows.filter(({ outcome }) => outcome !== 'rejected'));"
			}
		],
		catcher: { by: 'simulation' },
		breaks: /^I1 /
	},
	{
		name: 'no dedupe on (replica, n)',
		why: 'Takes whatever comes for new, as many times as it comes.',
		patches: [
			{
				file: sortCommands,
				find: 'if (command.n === next) {',
				replace: 'if (command.n <= next) {'
			},
			{
				file: sortCommands,
				find: 'const repeated = repeatedOf(command, known, sorted.fresh, replica.user_id);',
				replace: 'const repeated = null;'
			},
			{
				file: applyCommands,
				find: 'const lastN = replica.last_n + fresh.length;',
				replace: 'const lastN = Math.max(replica.last_n, ...fresh.map(({ n }) => n));'
			},
			{
				file: 'src/lib/server/repositories/commands.ts',
				find: "await insertRows(tx, 'command', rows);",
				replace: "await insertRows(tx, 'command', rows, 'on conflict do nothing');"
			},
			// Who does not expect repetition does not forbid it either.
			{
				file: schema,
				find: 'create unique index event_command on event',
				replace: 'create index event_command on event'
			}
		],
		catcher: { by: 'simulation' },
		breaks: /^I2 /
	},
	{
		name: 'no hash compare',
		why: 'Takes another command under a known counter for a repetition.',
		patches: [
			{
				file: sortCommands,
				find: 'if (stored?.hash !== command.hash) return',
				replace: 'if (stored === undefined) return'
			}
		],
		catcher: { by: 'scenario', run: 'tabletIsCopied' },
		breaks: /^I(1|11) /
	},
	{
		name: 'clock-based order',
		why: 'Judges the commands of a device in the order of its clock.',
		patches: [
			{
				file: applyCommands,
				find: 'for (const command of fresh) settled.push(',
				replace: `const deviceAtOf = ({ payload }) => JSON.parse(payload).deviceAt;
	const byClock = fresh.toSorted((one, other) => deviceAtOf(one) - deviceAtOf(other));
	for (const command of byClock) settled.push(`
			}
		],
		catcher: { by: 'scenario', run: 'clockIsSetBack' },
		breaks: /^I3 /
	},
	{
		name: 'photo stored without hash check',
		why: 'Stores the bytes that arrived, whatever was declared.',
		patches: [
			{
				file: 'src/lib/server/usecases/receive-photo.ts',
				find: "return isDeclared ? null : 'corrupt';",
				replace: 'return null;'
			}
		],
		catcher: { by: 'scenario', run: 'otherBytesArrive' },
		breaks: /^I9 /
	}
];
