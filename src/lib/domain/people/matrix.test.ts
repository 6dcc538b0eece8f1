/**
 * Role x command x status x scope, asked of the rules one by one; and the page that publishes who may do
 * what (`docs/permissions.md`), which is written from the same tables by `vitest run --project unit -u`.
 */
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { aCommand, aPerson, aReport, by } from '../../../../tests/support/builders';
import { decide } from '../report/decide';
import {
	commandTypes,
	edgeOf,
	permissionOf,
	sideOf,
	statuses,
	type CommandType,
	type Status
} from '../report/lifecycle';
import type { Refusal } from '../report/refusal';
import type { Report } from '../report/report';
import { permissions, roles, roleTable, type Role } from './permission';

/** Refusals of who is asking; every other one is about what is asked. */
const gates: readonly Refusal[] = ['not_permitted', 'out_of_scope', 'never_assigned'];

/** Undo is the last act of the same person, a registration begins a report: neither has a status. */
const judged = commandTypes.filter((type) => type !== 'undo' && type !== 'register');

interface Scope {
	name: string;
	report: Partial<Report>;
	/** The roles that reach such a report; for an inspector: whether he holds it. */
	reachedBy: readonly Role[];
}

const scopes: readonly Scope[] = [
	{ name: 'their own', report: {}, reachedBy: roles },
	{
		name: 'of another team',
		report: { teamId: 'team-2' },
		reachedBy: ['directorate']
	},
	{
		name: 'of no team yet',
		report: { teamId: null },
		reachedBy: ['supervisor', 'directorate']
	},
	{
		name: 'of another directorate',
		report: { directorateId: 'bawshar' },
		reachedBy: ['supervisor']
	},
	{
		name: 'of another team and directorate',
		report: { teamId: 'team-2', directorateId: 'bawshar' },
		reachedBy: []
	},
	{
		name: 'of no directorate and no team of theirs',
		report: { teamId: 'team-2', directorateId: null },
		reachedBy: []
	},
	{ name: 'in another area', report: { areaPath: '/dhofar/salalah/' }, reachedBy: [] },
	{ name: 'in an area that begins alike', report: { areaPath: '/muscat-north/' }, reachedBy: [] }
];

/** How the rules refuse, or null where they apply. */
function refusalOf(role: Role, type: CommandType, status: Status, scope: Scope): Refusal | null {
	const report = aReport({ status, ...scope.report });
	const base = { rev: report.rev, assignEpoch: report.assignEpoch };
	const isHolder = scope.reachedBy.includes('inspector') && role === 'inspector';
	const person = aPerson(role, { id: role === 'inspector' ? 'ali' : role });
	const heldEpochs = isHolder ? [report.assignEpoch] : [];
	const decision = decide(report, aCommand(type, { base }), by(person, { heldEpochs }));
	return decision.outcome === 'rejected' ? decision.reason : null;
}

describe.each(scopes)('a report $name', (scope) => {
	it.each(roles)('is touched by whoever is %s as the tables say, in every status', (role) => {
		const wrong: string[] = [];
		for (const type of judged) {
			for (const status of statuses) {
				const permission = edgeOf(type, status)?.permission ?? permissionOf(type);
				const may =
					permission !== null &&
					roleTable[role].permissions.includes(permission) &&
					scope.reachedBy.includes(role);
				const refusal = refusalOf(role, type, status, scope);
				const isStopped = refusal !== null && gates.includes(refusal);
				if (isStopped === may) wrong.push(`${type} in ${status}: ${refusal ?? 'applied'}`);
			}
		}
		expect(wrong).toEqual([]);
	});
});

describe('the page of permissions', () => {
	it('says what the tables say', async () => {
		const page = await format(pageOfPermissions(), { parser: 'markdown' });
		await expect(page).toMatchFileSnapshot('../../../../docs/permissions.md');
	});
});

function pageOfPermissions(): string {
	const grants = permissions.map((permission) => [
		code(permission),
		...roles.map((role) => (roleTable[role].permissions.includes(permission) ? 'yes' : ''))
	]);
	const acts = commandTypes
		.filter((type) => statuses.some((status) => edgeOf(type, status) !== undefined))
		.map((type) => [
			code(type),
			sideOf(type),
			...statuses.map((status) => whoMay(edgeOf(type, status)?.permission))
		]);
	return [
		'# Who may do what',
		'Written from [permission.ts](../src/lib/domain/people/permission.ts) and [lifecycle.ts](../src/lib/domain/report/lifecycle.ts) by `npm run test:unit -- -u`; a test fails when it says something else. What is not granted here is denied. A person acts only inside two scopes at once: **whose queue** (below) and **where** (the areas of the account); the server asks for both at each read and write. The same test asks the rules for every role, act, status and scope.',
		'## Permissions',
		table(['Permission', ...roles], grants),
		'## Queue and home',
		table(
			['Role', 'Queue', 'Home'],
			roles.map((role) => [role, roleTable[role].queue, code(roleTable[role].home)])
		),
		'`own`: what is assigned to the person, and what he registered. `team`: the reports of the team, and with `report.takeDuty` those of no team. `directorate`: those of the directorate.',
		'## Acts by status',
		`Who may do it: ${roles.map((role) => `**${letter(role)}** ${role}`).join(', ')}, **sys** the service itself; empty where the act does not exist. An act of the assignee asks for the assignment under which it was done, not for the queue: field work that arrives late is merged or kept, never refused for being late.`,
		table(['Act', 'Side', ...statuses], acts)
	].join('\n\n');
}

const code = (text: string) => `\`${text}\``;
const letter = (role: Role) => role.charAt(0).toUpperCase();

function whoMay(permission: ReturnType<typeof permissionOf> | undefined): string {
	if (permission === undefined) return '';
	if (permission === null) return 'sys';
	return roles
		.filter((role) => roleTable[role].permissions.includes(permission))
		.map(letter)
		.join(' ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
