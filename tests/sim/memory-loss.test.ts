/**
 * What happens when one side forgets or doubles: a server restored from an older backup, a tablet
 * whose storage was copied. Real engine, real use cases, a line without faults.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Intent } from '../../src/lib/domain/report/command';
import { morning } from '../support/builders';
import { seeded } from './chance';
import { people, SimCity } from './city';
import { checkAtRest } from './oracle';
import { Tablet } from './tablet';
import { VirtualTime } from './virtual-time';
import { simWorld } from './world';

let time: VirtualTime;
let city: SimCity;
let tablets: Tablet[];
beforeEach(async () => {
	time = new VirtualTime(morning, seeded(1));
	city = await SimCity.open(time, true);
	tablets = [];
});
afterEach(() => city.close());

function tabletOf(id: string, outbox?: Tablet['outbox']): Tablet {
	const person = people.find((one) => one.id === id);
	if (person === undefined) throw new Error(`There is no ${id}`);
	const index = tablets.length;
	const settings = { person, index, ...(outbox === undefined ? {} : { outbox }) };
	const tablet = new Tablet(simWorld(city, time), settings);
	tablets.push(tablet);
	return tablet;
}
const pass = (ms: number) => time.runUntil(time.now + ms);
const note = (reportId: string, text: string): Intent => {
	return { type: 'addNote', reportId, args: { text } };
};

async function assigned(office: Tablet): Promise<string> {
	const id = await city.report();
	office.hearCome();
	await pass(5000);
	await office.act({ type: 'assign', reportId: id, args: { assigneeId: 'ali' } });
	await pass(5000);
	return id;
}

async function rest(): Promise<void> {
	for (const tablet of tablets) tablet.hearCome();
	await pass(30_000);
	const person = (id: string) => city.person(id);
	const storedPhoto = async (sha256: string) => city.photos.stored.get(sha256);
	const { app, now, restores } = city;
	await checkAtRest({ db: app.db.kysely, now, person, storedPhoto, restores, tablets });
}

it.each([true, false])(
	'gives a server restored from an older backup everything that it has lost, announced: %s [F7, F8]',
	async (isAnnounced) => {
		const [office, field] = [tabletOf('salma'), tabletOf('ali')];
		await office.start();
		await field.start();
		const first = await assigned(office);
		await city.backup();

		// After the backup: seen by the server, and lost with it.
		field.hearCome();
		await pass(5000);
		for (const type of ['setOff', 'arrive', 'start'] as const) {
			await field.act({ type, reportId: first, args: {} } as Intent);
		}
		await field.act(note(first, 'قبل الاستعادة'));
		await pass(10_000);
		expect((await city.read(first)).notes).toHaveLength(1);

		await time.busy(() => city.restore(isAnnounced));
		expect((await city.read(first)).notes).toHaveLength(0);
		for (const tablet of tablets) tablet.hearOnline();
		await pass(60_000);
		await field.act(note(first, 'بعد الاستعادة'));
		await pass(60_000);
		await rest();

		const report = await city.read(first);
		expect(report.notes.map(({ text }) => text)).toEqual(['قبل الاستعادة', 'بعد الاستعادة']);
		expect(report.assignment?.startedAt).not.toBeNull();
	}
);

it('gives even its replica back to a server restored from before it was minted [F7]', async () => {
	const office = tabletOf('salma');
	await city.backup();
	await office.start();
	await pass(5000);
	const id = await city.report();
	office.hearCome();
	await pass(5000);
	await office.act({ type: 'setPriority', reportId: id, args: { priority: 'high' } });
	await pass(5000);
	await time.busy(() => city.restore(true));
	office.hearOnline();
	await pass(120_000);
	// The report itself was lost with the server: the command is kept, and its author is told.
	const [command] = await office.outbox.store.commands();
	expect(command?.result).toMatchObject({ outcome: 'rejected', reason: 'unknown_report' });
	const rows = await city.app.db.kysely.selectFrom('command').select(['id', 'n']).execute();
	expect(rows).toEqual([{ id: command?.id, n: 1 }]);
});

it('keeps the work of both when a tablet was copied with its storage [C20]', async () => {
	const [office, field] = [tabletOf('salma'), tabletOf('ali')];
	await office.start();
	await field.start();
	const id = await assigned(office);
	field.hearCome();
	await pass(5000);
	await field.act({ type: 'start', reportId: id, args: {} });
	await pass(5000);

	const copy = tabletOf('ali', await field.outbox.copy());
	copy.promised.push(...field.promised);
	await copy.start();
	await pass(5000);
	await field.act(note(id, 'الأصل'));
	await copy.act(note(id, 'النسخة'));
	await pass(60_000);
	await rest();

	const texts = (await city.read(id)).notes.map(({ text }) => text);
	expect(texts.toSorted()).toEqual(['الأصل', 'النسخة'].toSorted());
	const stores = [field, copy].map(({ outbox }) => outbox.store);
	const replicas = await Promise.all(stores.map((store) => store.identity()));
	expect(new Set(replicas.map((identity) => identity?.replica)).size).toBe(2);
	for (const store of stores) expect(await store.hasUnanswered()).toBe(false);
});
