/**
 * Saved views of a desk: one's own, and those that colleagues share.
 *
 * 1. Only whoever dispatches or confirms has a desk, and views of it.
 * 2. A shared view is read in the scope of its owner's queue when it was saved, and changed by its owner
 *    alone; somebody else's id is as good as none.
 * 3. Nobody keeps more than `maxViewsPerPerson`.
 */
import { actorOf, can, type Person } from '$lib/domain/people/actor';
import { dutyScope, refScope, scopesFor, userScope } from '$lib/domain/report/scope';
import { maxViewsPerPerson, type SavedView, type ViewToSave } from '$lib/protocol/view';
import type { ServerApp } from '../app';
import { countViews, dropView, findView, saveView, viewsFor } from '../repositories/saved-views';

type Deps = Pick<ServerApp, 'db' | 'now'>;
type Refused = 'not_permitted' | 'not_found' | 'too_many';

export const hasDesk = (person: Person) => {
	const actor = actorOf(person);
	return can(actor, 'report.dispatch') || can(actor, 'report.confirm');
};

/** The scope that a person's colleagues read too; undefined where there are none. */
function sharedScopesOf(person: Person): string[] {
	const apart = [refScope, dutyScope, userScope(person.id)];
	return scopesFor(person).filter((scope) => !apart.includes(scope));
}

/** Own views and those shared with this person; null without a desk. */
export async function readViews({ db }: Deps, person: Person): Promise<SavedView[] | null> {
	if (!hasDesk(person)) return null;
	const rows = await viewsFor(db.reader, person.id, sharedScopesOf(person));
	const views = rows.map(({ id, name, scope, owner_id, body }) => ({
		id,
		name,
		isShared: scope !== null,
		isOwn: owner_id === person.id,
		ownerId: owner_id,
		body: JSON.parse(body)
	}));
	return views.sort((one, other) => Number(other.isOwn) - Number(one.isOwn));
}

/** Saves a view under the device's id; null: done. */
export function keepView(
	{ db, now }: Deps,
	person: Person,
	id: string,
	view: ViewToSave
): Promise<Refused | null> {
	if (!hasDesk(person)) return Promise.resolve('not_permitted');
	return db.tx(async (tx) => {
		const stands = await findView(tx, id);
		if (stands !== undefined && stands.owner_id !== person.id) return 'not_found';
		const isNew = stands === undefined;
		if (isNew && (await countViews(tx, person.id)) >= maxViewsPerPerson) return 'too_many';
		const [scope = null] = view.isShared ? sharedScopesOf(person) : [];
		const { name, body } = view;
		await saveView(tx, {
			...{ id, owner_id: person.id, scope, name },
			...{ body: JSON.stringify(body), updated_at: now() }
		});
		return null;
	});
}

/** Forgets an own view; repeating it changes nothing. */
export function forgetView({ db }: Deps, person: Person, id: string): Promise<Refused | null> {
	if (!hasDesk(person)) return Promise.resolve('not_permitted');
	return db.tx(async (tx) => {
		const stands = await findView(tx, id);
		if (stands === undefined) return null;
		if (stands.owner_id !== person.id) return 'not_found';
		await dropView(tx, id);
		return null;
	});
}
