/**
 * Several people at once: two supervisors of one team, an inspector and an officer, each on a device
 * of their own, who stay for the whole file. What one does is done in that one's interface, and seen in
 * the others' without a reload.
 */
import { expect, type Browser, type Page } from '@playwright/test';
import { castOf, type Cast } from './cast.ts';
import { colleague, hireColleague } from './colleague.ts';
import { deskOn, type Desk } from './desk-hands.ts';
import { acknowledgeUrgent, type Inspector } from './inspector.ts';
import { enter, leaveDevices, newDevice, waitUntilKept } from './sign-in.ts';
import { allSent, comeBack, inspectorOf, pillOf, tablet, test } from './stage.ts';
import { en } from './words.ts';

const screen = { viewport: { width: 1600, height: 900 }, locale: 'en-GB' };
const first = 'Issa Al Hashmi';

let desk: Desk;
let other: Desk;
let officer: Page;
let inspector: Inspector;
let cast: Cast;

test.beforeAll(async ({ browser, server }) => {
	test.setTimeout(120_000);
	[cast] = await Promise.all([castOf(server.url), hireColleague(server)]);
	[desk, other, officer, inspector] = await Promise.all([
		deskAt(browser, server.url, 'supervisor1'),
		deskAt(browser, server.url, colleague.userName),
		officerAt(browser, server.url),
		browser
			.newContext(tablet)
			.then((context) => inspectorOf(context, server.url, cast.hands.userName))
	]);
	await acknowledgeUrgent(inspector.page, en);
});
test.afterAll(({ browser }) => leaveDevices(browser));

test('what one desk does is seen at the other one and on the tablet without a reload, and so is what is taken back', async () => {
	const [one = '', two = '', three = ''] = cast.free;
	const { hands } = cast;

	await test.step('two are dragged onto the inspector, and taken back together', async () => {
		await desk.page.getByRole('button', { name: 'Inspectors', exact: true }).click();
		await desk.tick(one, two);
		await drag(desk, two, hands.name);
		const seen = await other.look(one);
		await expect(seen).toContainText(hands.name);
		for (const number of [one, two]) await expect(inspector.row(number)).toBeVisible();
		await desk.undo('Undo all 2', `Assign 2 reports to ${hands.name}`);
		await expect(seen).toContainText('Unassigned');
		for (const number of [one, two]) await expect(inspector.row(number)).toBeHidden();
	});

	await test.step('the colleague spreads both, and has him take them', async () => {
		await other.tick(one, two);
		await other.bulk.getByRole('button', { name: 'Spread over the team' }).click();
		for (const number of [one, two])
			await other.dialog
				.getByRole('combobox', { name: `Who takes ${number}` })
				.selectOption({ label: hands.name });
		await other.dialog.getByRole('button', { name: 'Assign 2 reports' }).click();
		await expect(await desk.look(one)).toContainText(hands.name);
		for (const number of [one, two]) await expect(inspector.row(number)).toBeVisible();
	});

	await test.step('priority and category follow on the tablet and at the other desk', async () => {
		await desk.choose(one, 'Priority: High');
		await expect(await other.look(one)).toContainText('High');
		await expect(inspector.row(one)).toContainText('High');
		await other.tick(one, two);
		await other.more('Change category');
		await other.dialog.getByRole('combobox').selectOption({ label: 'Other' });
		await other.dialog.getByRole('button', { name: 'Change category', exact: true }).click();
		await expect(await desk.look(two)).toContainText('Other');
		await expect(inspector.row(two)).toContainText('Other');
	});

	await test.step('a new due time stands in the history that the colleague reads', async () => {
		await other.open(one);
		await desk.choose(one, 'Change due time');
		await desk.dialog.getByRole('button', { name: 'In 5 working days' }).click();
		await desk.dialog.getByRole('textbox', { name: 'Why it changes' }).fill('The crane comes then');
		await desk.dialog.getByRole('button', { name: 'Change due time', exact: true }).click();
		const story = other.page.getByRole('tabpanel');
		await expect(story).toContainText('The crane comes then');
		await expect(story).toContainText(first);
	});

	await test.step('unassigned on its page and reassigned in the table, both leave the tablet', async () => {
		await other.page.getByRole('button', { name: 'Unassign', exact: true }).click();
		await expect(await desk.look(one)).toContainText('Unassigned');
		await expect(inspector.row(one)).toBeHidden();
		const next = hands.name === 'Said Al Jabri' ? 'Ahmed Al Raisi' : 'Said Al Jabri';
		await desk.give(two, 'Reassign', next);
		await expect(inspector.row(two)).toBeHidden();
		await expect(inspector.page.getByText(new RegExp(`${two}.*reassigned`))).toBeVisible();
	});

	await test.step('duplicates and parts appear on the page that the colleague has open', async () => {
		const said = (title: string) => other.page.getByRole('status').filter({ hasText: title });
		await desk.tick(one, three);
		await desk.more('Merge duplicates');
		await desk.dialog.getByRole('radio', { name: new RegExp(one) }).check();
		await desk.dialog.getByRole('button', { name: 'Close 1 duplicate' }).click();
		await expect(said('Its duplicates').getByRole('link', { name: three })).toBeVisible();
		await desk.choose(one, 'Split a report off');
		await desk.dialog.getByRole('combobox').selectOption({ label: 'Other' });
		await desk.dialog.getByRole('textbox').fill('The lamp beside it is broken too');
		await desk.dialog.getByRole('button', { name: 'Split a report off' }).click();
		await said('Reports split off').getByRole('link').click();
		// It stands in the story too, once that has been read.
		await expect(other.page.getByText('The lamp beside it is broken too').first()).toBeVisible();
	});
	await backToDesk(other);
});

test('two desks decide on one report: the later one sees both versions and chooses, and the other sees what was chosen', async () => {
	const [, , , number = ''] = cast.free;
	const { hands } = cast;
	const rival = hands.name === 'Salim Al Harthi' ? 'Khalid Al Kindi' : 'Salim Al Harthi';
	const compare = (at: Desk) => at.page.getByRole('button', { name: 'Compare and choose' });
	await Promise.all([waitUntilKept(desk.page), waitUntilKept(other.page)]);

	await test.step('both give it to somebody; the later one insists', async () => {
		await other.page.context().setOffline(true);
		await other.give(number, 'Assign', hands.name);
		await desk.give(number, 'Assign', rival);
		await expect(pillOf(desk.page)).toHaveAccessibleName(allSent);
		await online(other);
		await compare(other).click();
		const field = other.dialog.getByRole('group', { name: 'Inspector' });
		await expect(field.getByRole('radio', { name: `As it stands ${rival}` })).toBeChecked();
		await field.getByRole('radio', { name: `Your change ${hands.name}` }).check();
		await other.dialog.getByRole('button', { name: 'Use my change' }).click();
		await expect(await desk.look(number)).toContainText(hands.name);
		await expect(inspector.row(number)).toBeVisible();
	});

	await test.step('both change its priority; the later one lets it stand', async () => {
		await desk.page.context().setOffline(true);
		await desk.choose(number, 'Priority: High');
		await other.choose(number, 'Priority: Low');
		await expect(pillOf(other.page)).toHaveAccessibleName(allSent);
		await online(desk);
		await compare(desk).click();
		await expect(desk.dialog).toContainText(colleague.name.en);
		await desk.dialog.getByRole('button', { name: 'Keep all as it stands' }).click();
		await expect(compare(desk)).toBeHidden();
		for (const at of [desk, other]) await expect(await at.look(number)).toContainText('Low');
	});
});

test('what an officer decides reaches the tablet and the desk, and what the desk does is told to the officer who reads', async () => {
	const [one = '', two = '', three = ''] = cast.finished;
	const queue = officer.getByRole('region', { name: en.confirm, exact: true });
	const row = (number: string) => queue.getByRole('link').filter({ hasText: number });
	const section = (name: string) => queue.getByRole('radio', { name }).press('Space');
	const sheet = officer.getByRole('dialog');
	const press = (name: string) => officer.getByRole('button', { name, exact: true }).click();
	const atDesk = (number: string) => desk.look(number);

	await test.step('several are confirmed at once, leave the desk, and come back by one Undo', async () => {
		for (const number of [one, two])
			await queue.getByRole('checkbox', { name: `${en.select} ${number}` }).check();
		await press('Confirm 2 reports');
		await sheet.getByRole('button', { name: 'Confirm 2 reports' }).click();
		await expect(await atDesk(one)).toBeHidden();
		await press('Undo all 2');
		await expect(await atDesk(one)).toContainText('Done');
	});

	await test.step('returned with a prepared text: the desk and the tablet have it', async () => {
		await row(one).click();
		await press(en.sendBack);
		await sheet.getByRole('radio', { name: 'Photos unclear' }).check();
		await sheet.getByRole('button', { name: 'Prepared texts' }).click();
		await officer.getByRole('menuitem', { name: 'Photo unclear' }).click();
		await sheet.getByRole('button', { name: en.sendBack, exact: true }).click();
		await expect(await atDesk(one)).toContainText('Returned');
		await expect(inspector.row(one)).toContainText('Returned');
		await inspector.openJob(one);
		await expect(inspector.page.getByText(`report ${one} is unclear`)).toBeVisible();
	});

	await test.step('closed by mistake and taken back; closed again and reopened', async () => {
		await row(two).click();
		await press(en.confirm);
		await expect(await atDesk(two)).toBeHidden();
		await section('Closed');
		await row(two).click();
		await press('Closed by mistake');
		await expect(await atDesk(two)).toContainText('Done');
		await press(en.confirm);
		await expect(await atDesk(two)).toBeHidden();
		await section('Closed');
		await row(two).click();
		await press('Reopen');
		await sheet.getByRole('radio', { name: 'Not repaired' }).check();
		await sheet.getByRole('button', { name: 'Reopen', exact: true }).click();
		await expect(await atDesk(two)).toContainText('Reopened');
	});

	await test.step('referred outside; the desk records the answer while the officer reads', async () => {
		await section('Waiting');
		await row(three).click();
		await press('More acts');
		await officer.getByRole('menuitem', { name: 'Refer to an outside body' }).click();
		await sheet.getByRole('radio').first().check();
		await sheet.getByRole('button', { name: 'Refer', exact: true }).click();
		await expect(await atDesk(three)).toContainText('Referred');
		await section('Referred');
		await row(three).click();
		await expect(officer.getByText('With an outside body')).toBeVisible();
		await desk.choose(three, 'Record the answer');
		await desk.dialog.getByRole('textbox').fill('They have mended the pole');
		await desk.dialog.getByRole('button', { name: 'Record the answer' }).click();
		await expect(officer.getByText('This report changed while you were reading it')).toBeVisible();
		await expect(officer.getByText(`${first}: Done`)).toBeVisible();
		await expect(officer.getByRole('tabpanel')).toContainText('They have mended the pole');
	});
});

test('what is written between field, desk and reporter is read by the others at once, each in its part', async () => {
	const asked = cast.free.at(-1) ?? '';
	const log = (page: Page) => page.getByRole('log').first();

	await test.step('a question of the tablet is answered by a prepared text, and read there', async () => {
		const { page } = inspector;
		await page.getByRole('link', { name: en.jobs, exact: true }).click();
		const [job = ''] = await inspector.untouchedJobs();
		await inspector.openJob(job);
		await page.getByRole('button', { name: 'The place is closed. What shall I do?' }).click();
		await page.getByRole('button', { name: 'Ask my supervisor', exact: true }).click();
		await desk.open(job);
		await expect(log(desk.page)).toContainText('What shall I do?');
		const answer = desk.page.getByRole('textbox', { name: 'Message to the inspector' });
		await desk.page.getByRole('button', { name: 'Prepared texts' }).click();
		await desk.page.getByRole('menuitem', { name: 'Send a photo' }).click();
		await expect(answer).toHaveValue(/^Please send a photo/);
		await desk.page.getByRole('button', { name: 'Send', exact: true }).click();
		await expect(log(page)).toContainText('Please send a photo');
	});

	await test.step('a note of the tablet stands among the internal notes', async () => {
		await desk.page.getByRole('tab', { name: 'Internal notes' }).click();
		await inspector.note('The gate is locked until noon');
		await expect(desk.page.getByRole('tabpanel')).toContainText('The gate is locked until noon');
		await backToDesk(desk);
	});

	await test.step('the reporter is asked at one desk and the answer recorded at the other', async () => {
		await other.open(asked);
		await desk.choose(asked, 'Ask the reporter');
		await desk.dialog.getByRole('button', { name: 'Prepared texts' }).click();
		await desk.page.getByRole('menuitem', { name: 'Still there?' }).click();
		await desk.dialog.getByRole('button', { name: 'Ask the reporter' }).click();
		await expect(other.page.getByText('Waiting for the reporter').first()).toBeVisible();
		await other.page.getByRole('tab', { name: 'Public' }).click();
		await expect(other.page.getByRole('tabpanel')).toContainText('is the problem still there?');
		await other.page.getByRole('button', { name: "Record the reporter's answer" }).click();
		await other.dialog.getByRole('textbox').fill('Yes, and it has grown');
		await other.dialog.getByRole('button', { name: "Record the reporter's answer" }).click();
		await expect(await desk.look(asked)).toContainText('Received');
	});

	await test.step('closed without a visit at one desk, it is so on the page that the other reads', async () => {
		await desk.choose(asked, 'Close');
		await desk.dialog.getByRole('radio').first().check();
		await desk.dialog.getByRole('button', { name: 'Close', exact: true }).click();
		await expect(other.page.getByText('Closed', { exact: true }).first()).toBeVisible();
		await expect(await desk.look(asked)).toBeHidden();
		await backToDesk(other);
	});
});

test('a view that one shares is used by the other, follows its changes, and is gone and back with its Undo', async () => {
	const views = (at: Desk) => at.page.getByRole('button', { name: /^Saved views/ });
	const line = (at: Desk, name: string | RegExp) => at.page.getByRole('menuitem', { name });
	const countOf = async ({ page }: Desk) =>
		Number(await page.getByRole('table').getAttribute('aria-rowcount'));
	for (const { page } of [desk, other])
		await page.getByRole('textbox', { name: en.searchDesk }).fill('');

	await desk.page.getByRole('button', { name: /^Unassigned \d/ }).click();
	await views(desk).click();
	await line(desk, 'Save this view…').click();
	await desk.dialog.getByRole('textbox', { name: 'Name of the view' }).fill('With nobody');
	await desk.dialog.getByRole('switch', { name: /Share with my colleagues/ }).check();
	await desk.dialog.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(desk.dialog).toBeHidden();
	await use('With nobody');

	await test.step('she may use it and not change it; its owner updates and renames it', async () => {
		await views(other).click();
		await expect(line(other, /Rename|Delete|Update/)).toHaveCount(0);
		await other.page.keyboard.press('Escape');
		await desk.page.getByRole('button', { name: /^Overdue \d/ }).click();
		await views(desk).click();
		await line(desk, /^Update/).click();
		await expect(views(desk)).toHaveAccessibleName('Saved views: With nobody');
		await views(desk).click();
		await line(desk, 'Rename or share…').click();
		await desk.dialog.getByRole('textbox', { name: 'Name of the view' }).fill('Late ones');
		await desk.dialog.getByRole('button', { name: 'Save', exact: true }).click();
		await expect(desk.dialog).toBeHidden();
		await use('Late ones');
	});

	await test.step('deleted it is gone there, and by Undo it is back', async () => {
		await views(desk).click();
		await line(desk, 'Delete this view').click();
		await expect(desk.page.getByText('View “Late ones” deleted')).toBeVisible();
		await views(other).click();
		await expect(line(other, /Late ones/)).toBeHidden();
		await other.page.keyboard.press('Escape');
		await desk.undo('Undo', 'View “Late ones” deleted');
		await expect(views(desk)).toHaveAccessibleName('Saved views: Late ones');
		await views(other).click();
		await expect(line(other, /Late ones/)).toContainText(first);
	});

	/** The colleague chooses it from her list and sees what its owner sees. */
	async function use(name: string) {
		await views(other).click();
		await line(other, new RegExp(`^${name}`)).click();
		await expect(views(other)).toHaveAccessibleName(`Saved views: ${name}`);
		await expect.poll(() => countOf(other)).toBe(await countOf(desk));
	}
});

async function deskAt(browser: Browser, origin: string, userName: string): Promise<Desk> {
	const page = await newDevice(browser, screen);
	await enter(page, origin, userName, en);
	await page.getByRole('table').getByRole('row').nth(3).waitFor();
	return deskOn(page);
}

async function officerAt(browser: Browser, origin: string): Promise<Page> {
	const page = await newDevice(browser, screen);
	await enter(page, origin, 'directorate1', en);
	await page
		.getByRole('region', { name: en.confirm, exact: true })
		.getByRole('link')
		.nth(3)
		.waitFor();
	return page;
}

async function drag({ page }: Desk, number: string, name: string): Promise<void> {
	const card = page
		.getByRole('complementary', { name: 'Inspectors' })
		.getByRole('listitem')
		.filter({ hasText: name });
	await card.scrollIntoViewIfNeeded();
	await page.getByRole('row').filter({ hasText: number }).getByRole('link').first().hover();
	await page.mouse.down();
	// A drag begins with the first move, and is over something with the second.
	await card.hover();
	await card.hover();
	await page.mouse.up();
}

async function backToDesk({ page }: Desk): Promise<void> {
	await page.getByRole('link', { name: 'Back to dispatch' }).click();
	// What the desk was narrowed to may have left it: there is no table then.
	await page.getByRole('textbox', { name: en.searchDesk }).waitFor();
}

async function online({ page }: Desk): Promise<void> {
	await page.context().setOffline(false);
	await comeBack(page);
}
