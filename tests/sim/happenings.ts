/** What each kind of planned event does to a tablet, in the details that its draw decides. */
import type { Person } from '../../src/lib/domain/people/actor';
import { rare, tryToAct, type Means } from './acts';
import { pick } from './chance';
import type { DeviceEventKind } from './plan';
import type { Tablet, World } from './tablet';

/** The stage on which things happen. */
export interface Scene {
	time: World['time'];
	/** In the troubled part; afterwards nothing that was begun goes on. */
	isTroubled(): boolean;
	means(random: () => number): Means;
}

type Happening = (tablet: Tablet, random: () => number, scene: Scene) => Promise<unknown> | void;

const longestMs = 40_000;
const dayMs = 86_400_000;

/** Ends a nuisance after a while, unless the calm has ended it already. */
function later({ time, isTroubled }: Scene, random: () => number, end: () => void): void {
	time.after(1000 + random() * longestMs, () => {
		if (isTroubled()) end();
	});
}

export const happenings: Readonly<Record<DeviceEventKind, Happening>> = {
	act: (tablet, random, { means }) => tryToAct(tablet, means(random)),
	newer_act: (tablet, random, { means }) =>
		tryToAct(tablet, { ...means(random), isOfNewerBuild: true }),
	office_act: (tablet, random, { means }) => tryToAct(tablet, means(random), rare),
	undo: (tablet) => tablet.undoLast(),
	die: (tablet, random) => tablet.die(Math.floor(random() * 40), random() * longestMs),
	signal_lost(tablet, random, scene) {
		tablet.link.isDown = true;
		later(scene, random, () => {
			tablet.link.isDown = false;
			if (random() < 0.7) tablet.hearOnline();
		});
	},
	come: (tablet) => tablet.hearCome(),
	online: (tablet) => tablet.hearOnline(),
	leave: (tablet) => tablet.leave(),
	session_ends(tablet, random, scene) {
		tablet.hasSession = false;
		later(scene, random, () => void tablet.signIn());
	},
	cache_lost(tablet) {
		tablet.die(0, 500);
		tablet.book.forget();
		return tablet.cache.clear();
	},
	cache_full(tablet, random, scene) {
		Object.assign(tablet.cache, { isFull: true });
		tablet.canMakeRoom = random() < 0.5;
		later(scene, random, () => Object.assign(tablet.cache, { isFull: false }));
	},
	outbox_full(tablet, random, scene) {
		Object.assign(tablet.outbox, { isFull: true });
		later(scene, random, () => Object.assign(tablet.outbox, { isFull: false }));
	},
	async row_damaged(tablet, random) {
		const row = pick(await tablet.cache.reports(), random);
		if (row === undefined) return;
		tablet.damaged.add(row.id);
		await tablet.cache.damage(row.id, random() < 0.5);
	},
	async photo_unreadable(tablet, random) {
		const photo = pick(await tablet.outbox.store.openPhotos(), random);
		if (photo !== undefined) tablet.outbox.unreadable.add(photo.sha256);
	},
	clock_jumps(tablet, random) {
		tablet.wallOffMs += Math.round((random() - 0.5) * 2 * dayMs);
	}
};

/** Another team, for whoever has one; the other way round the next time. */
export function otherTeam({ teamId }: Person): Partial<Person> {
	if (teamId === null) return {};
	return { teamId: teamId === 'team-1' ? 'team-2' : 'team-1' };
}
