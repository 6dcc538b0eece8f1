/**
 * The directorate's desk in Arabic: many confirmed at once while photos of one are still on a tablet,
 * a closing by mistake taken back, a referral with its reminder, a history with its chain, and a
 * supervisor's inbox of late work. Meanwhile others act: it is told, and nothing is overwritten.
 */
import { randomBytes } from 'node:crypto';
import { expect, test, type Page } from '@playwright/test';
import type { Report } from '../../src/lib/domain/report/report';
import { startDemo } from '../support/demo.ts';
import type { RunningServer } from '../support/server.ts';
import { expectAccessibleInAnyLight } from './accessible.ts';
import { colleague, hireColleague } from './colleague.ts';
import { officeOf, type Office } from './office.ts';
import { enter, leaveDevices, neverOffline, newDevice } from './sign-in.ts';
import { ar as words } from './words.ts';

let server: RunningServer;
test.beforeAll(async () => {
	test.setTimeout(120_000);
	server = await startDemo();
	await finishAhead();
});
test.afterAll(() => server.stop());
test.afterEach(({ browser }) => leaveDevices(browser));

const desktop = { ...neverOffline, viewport: { width: 1440, height: 900 } };
const officer = 'directorate1';

/** A tablet has sent a closing and kept its photos: which days the demo has one of its own, chance decides. */
async function finishAhead(): Promise<void> {
	const tablet = await officeOf(server.url, 'inspector1');
	const job = (await tablet.reports()).find(({ status }) => status === 'assigned');
	if (job === undefined) throw new Error('The demo has given the inspector nothing');
	const photos = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')];
	await tablet.act(job.number, 'start', {});
	for (const [nth, kind] of (['before', 'after'] as const).entries())
		await tablet.act(job.number, 'addPhoto', {
			...{ kind, sha256: photos[nth], size: 90_000, mime: 'image/jpeg', width: 1600, height: 1200 },
			...{ takenAt: Date.now(), place: null, source: 'camera', replaces: null }
		});
	const closing = { outcome: 'fixed', text: 'أُصلح الرصيف', photos, onSite: null };
	await tablet.act(job.number, 'finish', closing);
	await tablet.leave();
}

/** Finished reports of the officer, oldest first, and one whose photos are not all there. */
async function finished(office: Office): Promise<{ whole: Report[]; waiting: Report }> {
	const done = (await office.reports())
		.filter(({ status }) => status === 'done')
		.sort((one, other) => (one.finish?.at ?? 0) - (other.finish?.at ?? 0));
	const awaits = ({ photos }: Report) => photos.some(({ state }) => state === 'awaited');
	const [waiting] = done.filter(awaits);
	if (waiting === undefined) throw new Error('The demo has no report that waits for photos');
	return { whole: done.filter((report) => !awaits(report)), waiting };
}

const queue = (page: Page) => page.getByRole('region', { name: words.confirm, exact: true });
const row = (page: Page, { number }: Report) =>
	queue(page).getByRole('link').filter({ hasText: number });
const tick = (page: Page, { number }: Report) =>
	queue(page).getByRole('checkbox', { name: `${words.select} ${number}`, exact: true });
const section = (page: Page, name: string) => queue(page).getByRole('radio', { name });

test('يؤكد الموظف عدة بلاغات معًا، ويُستبعد ما ينتظر صوره، ويتراجع عنها كلها [directorate]', async ({
	browser
}) => {
	const desk = await newDevice(browser, desktop);
	const office = await officeOf(server.url, officer);
	const { whole, waiting } = await finished(office);
	const [one, two] = whole;
	if (one === undefined || two === undefined) throw new Error('The demo has too little to confirm');
	await enter(desk, server.url, officer, words);

	await test.step('ticked by the box and by the key, they are counted', async () => {
		await tick(desk, waiting).check();
		await tick(desk, one).check();
		await row(desk, two).focus();
		await desk.keyboard.press('x');
		await expect(tick(desk, two)).toBeChecked();
		await expect(desk.getByText('حُدِّدت 3 بلاغات')).toBeVisible();
		await expectAccessibleInAnyLight(desk, '/confirm with ticks');
	});

	const dialog = desk.getByRole('dialog', { name: 'تأكيد إنجاز بلاغين؟' });
	const ask = () => desk.getByRole('button', { name: 'تأكيد إنجاز 3 بلاغات' }).click();
	await test.step('the dialog names the one that waits for photos and leaves it out', async () => {
		await ask();
		const left = dialog.getByRole('listitem').filter({ hasText: waiting.number });
		await expect(left).toHaveCount(1);
		await expectAccessibleInAnyLight(desk, 'confirm many');
		await dialog.getByRole('button', { name: 'تأكيد إنجاز البلاغين' }).click();
		await expect(dialog).toBeHidden();
		await expect(row(desk, one)).toBeHidden();
		await expect(row(desk, waiting)).toBeVisible();
	});

	await test.step('all of them are taken back by one press', async () => {
		await desk.getByRole('button', { name: 'تراجع عن الكل (2)' }).click();
		for (const report of [one, two]) await expect(row(desk, report)).toBeVisible();
		await expect(desk.getByText('رُجع عن تأكيد بلاغين')).toBeVisible();
	});

	await test.step('confirmed again they are closed on the server, and the other is not', async () => {
		for (const report of [one, two]) await tick(desk, report).check();
		await ask();
		await dialog.getByRole('button', { name: 'تأكيد إنجاز البلاغين' }).click();
		await expect(dialog).toBeHidden();
		const statusOf = async ({ number }: Report) => (await office.report(number)).status;
		for (const report of [one, two]) await expect.poll(() => statusOf(report)).toBe('closed');
		expect(await statusOf(waiting)).toBe('done');
	});

	await test.step('one was a mistake: it waits again, and no one calls it reopened', async () => {
		await section(desk, 'مغلقة').press('Space');
		await row(desk, one).click();
		await expect(desk.getByText('ولا يُحتسب إعادة فتح')).toBeVisible();
		await desk.getByRole('button', { name: 'أُغلق خطأً', exact: true }).click();
		await expect(desk.getByRole('button', { name: words.confirm, exact: true })).toBeVisible();
		const story = desk.getByRole('tabpanel');
		await expect(story).toContainText('رُجع عن إغلاق خاطئ');
		await expect(story).not.toContainText('أُعيد فتحه');
		const after = await office.report(one.number);
		expect(after).toMatchObject({ status: 'done', closedAt: null, reworkCount: one.reworkCount });
	});
	await office.leave();
});

test('يحيل الموظف بلاغًا إلى جهة خارجية بتذكير، ويُخبَر بما فعله غيره وهو يقرأ [directorate]', async ({
	browser
}) => {
	const desk = await newDevice(browser, desktop);
	const office = await officeOf(server.url, officer);
	const { whole } = await finished(office);
	const [one, , three] = whole;
	if (!one || !three) throw new Error('The demo has too little to confirm');
	await enter(desk, server.url, officer, words);

	await test.step('the referral says until when its reminder stands', async () => {
		await row(desk, one).click();
		await desk.getByRole('button', { name: 'إجراءات أخرى' }).click();
		await desk.getByRole('menuitem', { name: 'إحالة إلى جهة خارجية' }).click();
		const sheet = desk.getByRole('dialog', { name: 'إحالة إلى جهة خارجية' });
		await expect(sheet).toContainText('يظهر البلاغ للتذكير في');
		await sheet.getByRole('radio').first().check();
		const note = sheet.getByRole('textbox');
		await note.fill('العمود تابع لشركة الكهرباء');
		await sheet.getByRole('button', { name: 'نصوص جاهزة' }).press('ArrowDown');
		await desk.getByRole('menuitem', { name: 'إحالة إلى الجهة المالكة' }).press('Enter');
		await expect(note).toHaveValue(new RegExp(`^العمود تابع لشركة الكهرباء\\n.*${one.number}`));
		await sheet.getByRole('button', { name: 'إحالة', exact: true }).click();
		await expect(sheet).toBeHidden();
	});

	await test.step('the next one has opened by itself; the referred one stands in its part', async () => {
		await expect(desk).not.toHaveURL(new RegExp(one.number));
		await expect(desk).toHaveURL(/\/confirm\/MM-/);
		await section(desk, 'مُحالة').press('Space');
		await expect(row(desk, one)).toContainText('التذكير');
		await row(desk, one).click();
		await expect(desk.getByText('التذكير قائم في')).toBeVisible();
		await expectAccessibleInAnyLight(desk, '/confirm, referred');
	});

	await test.step('the answer brings it back to the queue', async () => {
		await desk.getByRole('button', { name: 'تسجيل رد الجهة', exact: true }).click();
		const dialog = desk.getByRole('dialog');
		await dialog.getByRole('textbox').fill('أُصلح العمود');
		await dialog.getByRole('button', { name: 'تسجيل رد الجهة', exact: true }).click();
		await section(desk, 'منتظرة').press('Space');
		await expect(row(desk, one)).toBeVisible();
	});

	await test.step('somebody refers what is being read: it is told, and the acts follow', async () => {
		await row(desk, three).click();
		await expect(desk.getByRole('button', { name: words.confirm, exact: true })).toBeVisible();
		const supervisor = await supervisorOf(three);
		await supervisor.act(three.number, 'refer', { reason: await referReason(), text: 'للعلم' });
		await expect(desk.getByText('تغيّر البلاغ وأنت تقرؤه')).toBeVisible();
		await expect(desk).toHaveURL(new RegExp(three.number));
		await expect(desk.getByRole('button', { name: words.confirm, exact: true })).toBeHidden();
		await supervisor.leave();
	});

	await test.step('the history is whole, and its parts are apart', async () => {
		await expect(desk.getByText(/قي(ود|دًا)، متصلة منذ/)).toBeVisible();
		await expect(desk.getByRole('tabpanel')).toContainText('أُحيل إلى جهة خارجية');
		await desk.getByRole('tab', { name: 'ما يُقال للمبلّغ' }).click();
		await expect(desk.getByRole('tabpanel')).not.toContainText('للعلم');
		await expect(desk.getByRole('tabpanel')).toContainText('استُلم البلاغ');
		await expectAccessibleInAnyLight(desk, 'history, public part');
	});

	await test.step('on paper stands the whole history, and nothing else', async () => {
		await desk.evaluate(() => {
			window.print = () => undefined;
		});
		await desk.getByRole('button', { name: 'طباعة السجل' }).click();
		await desk.emulateMedia({ media: 'print' });
		const paper = desk.getByRole('article').filter({ hasText: three.number }).last();
		await expect(paper).toBeVisible();
		await expect(paper).toContainText('أُحيل إلى جهة خارجية');
		await expect(desk.getByRole('navigation')).toHaveCount(0);
		await desk.emulateMedia({ media: null });
		await desk.evaluate(() => window.dispatchEvent(new Event('afterprint')));
		await expect(desk.getByRole('navigation').first()).toBeVisible();
	});
	await office.leave();

	async function supervisorOf({ number }: Report): Promise<Office> {
		for (let n = 1; n <= 8; n += 1) {
			const candidate = await officeOf(server.url, `supervisor${n}`);
			const found = await candidate.report(number).catch(() => null);
			if (found !== null) return candidate;
			await candidate.leave();
		}
		throw new Error(`Nobody supervises ${number}`);
	}

	async function referReason(): Promise<string> {
		const history = await office.history(one?.number ?? '');
		return history.find(({ kind }) => kind === 'referred')?.code ?? '';
	}
});

test('يبتّ المشرف في أعمال متأخرة معًا، ويُقال له إن القرار لا رجوع فيه [claims]', async ({
	browser
}) => {
	const desk = await newDevice(browser, desktop);
	const other = await newDevice(browser, desktop);
	const supervisor = await officeOf(server.url, 'supervisor1');
	const [late] = await Promise.all([lateWork(3), hireColleague(server)]);
	await Promise.all([
		enter(desk, server.url, 'supervisor1', words),
		enter(other, server.url, colleague.userName, words)
	]);
	for (const page of [desk, other])
		await page.getByRole('navigation').getByRole('link', { name: words.review }).click();
	const inboxOn = (page: Page) => page.getByRole('region', { name: /^عمل بانتظار القرار/ });
	const inbox = inboxOn(desk);
	const claim = ({ number }: Report) => inbox.getByRole('checkbox', { name: new RegExp(number) });

	await test.step('the inbox is narrowed by words, and its count is true', async () => {
		await expect(inbox.getByRole('heading', { level: 2 })).toContainText('3');
		await inbox
			.getByRole('textbox')
			.first()
			.fill(late[0]?.number ?? '');
		await expect(inbox.getByRole('heading', { level: 2 })).toContainText('1 من 3');
		await inbox.getByRole('textbox').first().fill('');
		await expectAccessibleInAnyLight(desk, 'inbox of claims');
	});

	await test.step('all are ticked; a colleague decides one at her desk meanwhile, and it leaves the count', async () => {
		await inbox.getByRole('checkbox', { name: 'تحديد كل المعروض' }).check();
		await expect(desk.getByText('حُدِّدت 3 أعمال')).toBeVisible();
		const [first] = late;
		if (first === undefined) throw new Error('No late work');
		await inboxOn(other).getByRole('textbox').first().fill(first.number);
		await other.getByRole('button', { name: 'تم الاطلاع', exact: true }).click();
		await expect(claim(first)).toBeHidden();
		await expect(desk.getByText('حُدِّد عملان')).toBeVisible();
	});

	await test.step('the rest is kept as evidence, after it was said that this stands', async () => {
		await desk.getByRole('button', { name: 'حفظ العملين دليلًا' }).click();
		const dialog = desk.getByRole('dialog', { name: 'حفظ عملين دليلًا؟' });
		await expect(dialog).toContainText('هذا القرار لا رجوع فيه');
		await dialog.getByRole('textbox', { name: 'كلمة إلى أصحاب العمل' }).fill('شكرًا، سُجّل جهدكم');
		await dialog.getByRole('button', { name: 'حفظ العملين دليلًا' }).click();
		for (const page of [desk, other])
			await expect(page.getByText('لا عمل بانتظار القرار')).toBeVisible();
		const settled = async ({ number }: Report) =>
			(await supervisor.report(number)).claims.map(({ settled: decided }) => decided?.text ?? null);
		for (const report of late.slice(1))
			await expect.poll(() => settled(report)).toEqual(['شكرًا، سُجّل جهدكم']);
	});
	await supervisor.leave();

	/** One had jobs, the desk gave them to a colleague who began, and then what he did came in. */
	async function lateWork(count: number): Promise<Report[]> {
		const second = await officeOf(server.url, 'inspector2');
		const assigneeId = await supervisor.personId('inspector2');
		const [people, reports] = [await supervisor.people(), await supervisor.reports()];
		const untouched = reports.filter(
			({ status, assignment }) => status === 'assigned' && assignment?.assigneeId !== assigneeId
		);
		const [most] = [...Map.groupBy(untouched, ({ assignment }) => assignment?.assigneeId)].sort(
			([, some], [, more]) => more.length - some.length
		);
		const person = people.find(({ id }) => id === most?.[0]);
		if (person === undefined || most === undefined) throw new Error('Nobody has untouched jobs');
		const first = await officeOf(server.url, person.userName);
		const jobs = most[1];
		for (const job of jobs.slice(0, count)) {
			await supervisor.act(job.number, 'reassign', { assigneeId });
			await second.act(job.number, 'start', {});
			expect(await first.actLate(job, 'start', {})).toBe('claim');
		}
		await Promise.all([first.leave(), second.leave()]);
		expect(jobs.length).toBeGreaterThanOrEqual(count);
		return jobs.slice(0, count);
	}
});
