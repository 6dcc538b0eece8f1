/** What the roles are called; a new role does not compile before it has a name. */
import type { Role } from '$lib/domain/people/permission';
import { m } from '$lib/i18n/paraglide/messages';

const labels: Readonly<Record<Role, () => string>> = {
	inspector: m.auth_role_inspector,
	supervisor: m.auth_role_supervisor,
	directorate: m.auth_role_directorate
};

/** The name of a role in the language of the page. */
export const roleLabel = (role: Role) => labels[role]();
