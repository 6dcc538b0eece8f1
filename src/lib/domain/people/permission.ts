/**
 * Who may do what: the one list of permissions and the one table of roles.
 *
 * 1. Code asks for a permission, never for a role; role names stand here and in accounts only.
 * 2. A person acts only inside two scopes at once: whose queue (`queue`) and where (`areas`).
 * 3. What is not granted is denied; a person without role, area or account state gets nothing.
 * Rule source: domain rules, "Who may do what".
 */
export const permissions = [
	'report.work', // field acts on reports assigned to oneself
	'report.dispatch', // assign, reassign, unassign, priority
	'report.office', // ask the reporter, answer, refer, close without a visit
	'report.confirm', // confirm completion, return for rework, reopen
	'report.takeDuty', // sees and dispatches reports that have no team
	'team.resetPassword',
	'team.presence',
	'report.message', // writes to the other side of a report: who works on it, who dispatches it
	'report.register', // takes in what was found on the way
	'team.recall', // recalls a tablet: what it holds of a colleague ends there
	'rules.read', // the routing rules and the working calendar
	'rules.edit', // rules that lead to one's own directorate
	'calendar.edit', // the city's working time: week, holidays, seasons; and the targets of its categories
	'report.nearby' // sees what else is open in the team around a report in one's hands
] as const;
export type Permission = (typeof permissions)[number];

export const queues = ['none', 'own', 'team', 'directorate', 'all'] as const;
/** Whose reports a role reaches: own assignments, those of the team, of the directorate, or all. */
export type Queue = (typeof queues)[number];

export const roles = ['inspector', 'supervisor', 'directorate'] as const;
export type Role = (typeof roles)[number];

interface RoleRow {
	queue: Queue;
	permissions: readonly Permission[];
	/** Where `/` leads. */
	home: '/field' | '/dispatch' | '/confirm';
}

/** The role table. A new role is one row here, one label per locale and one row in the matrix test. */
export const roleTable: Readonly<Record<Role, RoleRow>> = {
	inspector: {
		queue: 'own',
		permissions: ['report.work', 'report.message', 'report.register', 'report.nearby'],
		home: '/field'
	},
	supervisor: {
		queue: 'team',
		permissions: [
			'report.dispatch',
			'report.office',
			'report.takeDuty',
			'team.resetPassword',
			'team.presence',
			'report.message',
			'team.recall',
			'rules.read'
		],
		home: '/dispatch'
	},
	directorate: {
		queue: 'directorate',
		permissions: ['report.confirm', 'report.office', 'rules.read', 'rules.edit', 'calendar.edit'],
		home: '/confirm'
	}
};
