/**
 * What a person tries next, from what he sees and a random draw: more of what moves work along than
 * of what parks it. Refused tries cost nothing; a few are made before he gives up.
 */
import type { NewPhoto, StoredCommand } from '../../src/lib/client/sync/ports';
import type { Role } from '../../src/lib/domain/people/permission';
import type { Intent } from '../../src/lib/domain/report/command';
import type { CommandType } from '../../src/lib/domain/report/lifecycle';
import { standingPhotos, type PhotoKind, type Report } from '../../src/lib/domain/report/report';
import { inspectedAnswers, plainArgs } from '../support/builders';
import { pick, weighted } from './chance';

/** Whoever acts on a device. */
export interface Acting {
	person: { id: string; role: Role };
	/** Reports as he sees them, own unsent work on top. */
	seen(): Promise<readonly Report[]>;
	/** Ids of what was queued; none where it was refused. */
	act(intent: Intent, photo?: NewPhoto, isOfNewerBuild?: boolean): Promise<string[]>;
}

export interface Means {
	random: () => number;
	/** A photo that nobody has taken before. */
	takePhoto(): Promise<NewPhoto> | NewPhoto;
	/** The inspectors whom work is given to. */
	inspectors: readonly string[];
	isOfNewerBuild?: boolean;
}

/** How often a role tries what. */
export type Habits = Partial<Readonly<Record<Role, Partial<Record<CommandType, number>>>>>;

const usual: Habits = {
	inspector: {
		...{ seen: 1, setOff: 1, arrive: 1, start: 6, hold: 1, resume: 4 },
		...{ finish: 12, decline: 1, addNote: 1, addPhoto: 5, sendMessage: 2, register: 2 }
	},
	supervisor: {
		...{ assign: 12, reassign: 5, unassign: 2, setPriority: 0.5, refer: 0.5 },
		...{ answerReferral: 3, answerReporter: 3, acceptClaim: 4, settleClaim: 4, sendMessage: 1 }
	},
	directorate: { confirm: 8, return: 5, reopen: 4, askReporter: 0.2, answerReferral: 1 }
};
/** What an office does now and then; whoever works in the field does none of it. */
export const rare: Habits = {
	supervisor: { setCategory: 2, setDue: 2, split: 1 },
	directorate: { takeBackClosing: 1 }
};
const tries = 6;
const dayMs = 86_400_000;

/** One act on one report in sight; the ids of the commands that it queued. */
export async function tryToAct(
	acting: Acting,
	means: Means,
	habits = usual
): Promise<readonly StoredCommand['id'][]> {
	const { random } = means;
	const report = pick(await acting.seen(), random);
	if (report === undefined) return [];
	for (let count = 0; count < tries; count++) {
		const type = weighted(habits[acting.person.role] ?? {}, random);
		if (type === undefined) return [];
		const ids = await tryOne(type, report, acting, means);
		if (ids.length > 0) return ids;
	}
	return [];
}

async function tryOne(
	type: CommandType,
	report: Report,
	acting: Acting,
	means: Means
): Promise<readonly string[]> {
	if (type === 'addPhoto') return takePhoto(report, acting, means);
	const intent = intentOf(type, report, acting.person.id, means);
	return intent === null ? [] : acting.act(intent, undefined, means.isOfNewerBuild);
}

async function takePhoto(report: Report, acting: Acting, means: Means): Promise<readonly string[]> {
	const photo = await means.takePhoto();
	const { sha256, width, height } = photo;
	const kind: PhotoKind = means.random() < 0.5 ? 'before' : 'after';
	const size = photo.bytes.length;
	const args = { ...plainArgs.addPhoto, kind, sha256, size, width, height };
	return acting.act({ type: 'addPhoto', reportId: report.id, args }, photo);
}

/** As a device makes one; here the draw decides it. */
function newReportId(random: () => number): string {
	const hex = (length: number) =>
		Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
	return `01900000-0000-7000-8000-${hex(12)}`;
}

/** The complete command; null where there is nothing to say it about. */
function intentOf(
	type: CommandType,
	report: Report,
	actorId: string,
	{ random, inspectors }: Means
): Intent | null {
	const reportId = report.id;
	switch (type) {
		case 'finish': {
			const photos = standingPhotos(report)
				.filter((photo) => photo.actorId === actorId)
				.map(({ sha256 }) => sha256);
			const outcome = random() < 0.5 ? 'fixed' : 'nothing_found';
			const answers = inspectedAnswers(photos.length);
			const said = { outcome, text: 'تم', photos, onSite: null, duplicateOf: null } as const;
			return { type, reportId, args: { ...said, answers } };
		}
		case 'assign':
		case 'reassign': {
			const assigneeId = pick(inspectors, random) ?? '';
			return { type, reportId, args: { assigneeId } };
		}
		case 'confirm': {
			const overrideReason = random() < 0.3 ? 'عاجل' : null;
			return { type, reportId, args: { outcome: null, overrideReason } };
		}
		case 'acceptClaim':
		case 'settleClaim': {
			const claim = report.claims.find(({ state }) => state === 'open');
			if (claim === undefined) return null;
			const choice = random() < 0.5 ? 'keep' : 'both';
			const decided = { claimId: claim.id, text: null };
			return type === 'acceptClaim'
				? { type, reportId, args: decided }
				: { type, reportId, args: { ...decided, choice } };
		}
		case 'split':
			return { type, reportId, args: { ...plainArgs.split, partId: newReportId(random) } };
		case 'setCategory': {
			const categoryId = random() < 0.5 ? 'inspected' : 'sewage';
			return { type, reportId, args: { categoryId } };
		}
		case 'setDue': {
			const dueAt = report.receivedAt + Math.round((1 + random() * 9) * dayMs);
			return { type, reportId, args: { ...plainArgs.setDue, dueAt } };
		}
		case 'register': {
			const args = { ...plainArgs.register, takesIt: random() < 0.5 };
			return { type, reportId: newReportId(random), args };
		}
		default:
			return { type, reportId, args: plainArgs[type] } as Intent;
	}
}
