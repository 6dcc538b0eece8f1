/**
 * The ways to the screens of the field that are pictured: what an inspector does on the home of the
 * role until the screen stands. Each begins signed in, on a device that nobody else uses.
 * Not here: which pictures there are, and how one is taken (screens.ts).
 */
import type { Page } from '@playwright/test';
import { inspectorOn, type Inspector } from '../e2e/inspector.ts';
import { officeOf } from '../e2e/office.ts';
import { enrol, lock } from '../e2e/pins.ts';
import type { Words } from '../e2e/words.ts';
import type { RunningServer } from './server.ts';
import { streetPicture } from './street.ts';

/** What somebody does on the home of the role before the picture is taken. */
export type Way = (page: Page, words: Words, server: RunningServer) => Promise<void>;

const said = {
	ar: {
		sortedBy: /^الترتيب حسب/,
		route: 'مسار اليوم',
		newReport: 'بلاغ جديد',
		categories: 'ابحث عن التصنيف',
		category: 'نظافة',
		found: 'ماذا وجدت؟',
		foundText: 'أكياس قمامة متروكة على الرصيف بجانب المدرسة',
		landmark: 'علامة قريبة',
		landmarkText: 'خلف مسجد النور',
		addPhoto: 'إضافة صورة',
		startShift: 'بدء الدوام',
		pause: 'استراحة',
		resume: 'متابعة الدوام',
		precise: 'مشاركة الموقع الدقيق',
		finishText: 'عولجت الحالة ونُظف المكان، والطريق سالك.',
		question: 'المكان مغلق، ماذا أفعل؟',
		answer: 'اتصلت بالمالك، سيصل خلال عشر دقائق. انتظر في الموقع.',
		thanks: 'وصل المالك وفتح الباب، شكرًا.',
		send: 'إرسال دون سؤال',
		message: 'رسالة إلى المشرف',
		ask: 'اسأل المشرف',
		byPassword: 'الدخول بكلمة المرور'
	},
	en: {
		sortedBy: /^Sorted by/,
		route: "Today's route",
		newReport: 'New report',
		categories: 'Search categories',
		category: 'waste',
		found: 'What did you find?',
		foundText: 'Rubbish bags left on the pavement beside the school',
		landmark: 'Landmark nearby',
		landmarkText: 'Behind Al Noor mosque',
		addPhoto: 'Add photo',
		startShift: 'Start shift',
		pause: 'Take a break',
		resume: 'Back to work',
		precise: 'Share the exact position',
		finishText: 'Dealt with it and cleaned the place; the road is free.',
		question: 'The place is closed. What shall I do?',
		answer: 'I have called the owner, he comes in ten minutes. Wait on site.',
		thanks: 'The owner came and opened, thank you.',
		send: 'Send without asking',
		message: 'Message to the supervisor',
		ask: 'Ask my supervisor',
		byPassword: 'Sign in by password'
	}
} as const;

/** A place of the app, by its address. */
export const follow =
	(path: string): Way =>
	async (page) => {
		await page.goto(new URL(path, page.url()).href);
	};

/** The day in the order of the route. */
export const toRoute: Way = async (page, words) => {
	const { sortedBy, route } = said[words.lang];
	await page.getByRole('button', { name: sortedBy }).click();
	await page.getByRole('menuitem', { name: route, exact: true }).click();
	await page.getByRole('button', { name: sortedBy }).waitFor();
};

/** At the place of a job with questions, the work begun and the hole photographed. */
async function beginWork(page: Page, words: Words, server: RunningServer): Promise<Inspector> {
	const inspector = inspectorOn(page, words);
	const number = await openAsked(inspector);
	await standAt(page, number, server);
	for (const act of [words.setOff, words.arrived, words.start]) await inspector.act(act);
	await inspector.chooseFile(inspector.button(words.before), await streetPicture(false));
	return inspector;
}

/** Opens the first job that asks for a number at the place; the first one where none does. */
async function openAsked({ page, ...inspector }: Inspector): Promise<string> {
	const numbers = await inspector.untouchedJobs();
	for (const number of numbers) {
		await inspector.openJob(number);
		await page.getByRole('group').first().waitFor();
		if ((await page.locator('[data-item]').count()) > 1) return number;
		await page.goBack();
	}
	const [first = ''] = numbers;
	await inspector.openJob(first);
	return first;
}

/** Puts the device where the report is. */
async function standAt(page: Page, number: string, server: RunningServer): Promise<void> {
	const office = await officeOf(server.url, 'supervisor1');
	const { lat: latitude, lon: longitude } = await office.report(number);
	await office.leave();
	await page.context().setGeolocation({ latitude, longitude, accuracy: 6 });
}

/** The sheet that finishes, with its questions and what is still missing. */
export const toFinish: Way = async (page, words, server) => {
	const inspector = await beginWork(page, words, server);
	await inspector.chooseFile(inspector.button(words.after), await streetPicture(true));
	await inspector.button(words.finish).click();
	const sheet = page.getByRole('dialog');
	await sheet.getByRole('textbox', { name: words.whatWasDone }).fill(said[words.lang].finishText);
	await sheet.getByRole('radio').first().scrollIntoViewIfNeeded();
};

/** The after photo, framed over the one before. */
export const toCamera: Way = async (page, words, server) => {
	const inspector = await beginWork(page, words, server);
	await inspector.button(words.after).click();
	await page.locator('[data-ghost]').waitFor();
};

let conversations = 0;

/** A question, its answer, and thanks that wait to be sent. */
export const toMessages: Way = async (page, words, server) => {
	const { question, answer, thanks, send, ask, message } = said[words.lang];
	const inspector = inspectorOn(page, words);
	// A job that no picture before has written on.
	const number = (await inspector.untouchedJobs()).at(conversations) ?? '';
	conversations += 1;
	await inspector.openJob(number);
	const log = page.getByRole('log');
	await page.getByRole('button', { name: question }).click();
	await page.getByRole('button', { name: ask, exact: true }).click();
	await log.getByText(question).waitFor();
	const office = await officeOf(server.url, 'supervisor1');
	// The question has to arrive before it is answered.
	const hasArrived = async () => JSON.stringify(await office.report(number)).includes(question);
	for (let tries = 0; tries < 40 && !(await hasArrived()); tries += 1)
		await page.waitForTimeout(500);
	await office.act(number, 'sendMessage', { text: answer, isQuestion: false });
	await office.leave();
	await log.getByText(answer).waitFor();
	await page.context().setOffline(true);
	await page.getByRole('textbox', { name: message }).fill(thanks);
	await page.getByRole('button', { name: send, exact: true }).click();
	await log.getByText(thanks).waitFor();
	await log.evaluate((element) => element.scrollIntoView({ block: 'center' }));
};

/** What was found on the way, with a picture of it. */
export const toNewReport: Way = async (page, words) => {
	const text = said[words.lang];
	const inspector = inspectorOn(page, words);
	await page.getByRole('link', { name: text.newReport, exact: true }).click();
	await page.getByLabel(text.categories).fill(text.category);
	await page
		.getByRole('button', { name: new RegExp(text.category, 'i') })
		.first()
		.click();
	await page.getByRole('textbox', { name: text.found }).fill(text.foundText);
	await page.getByRole('textbox', { name: text.landmark }).fill(text.landmarkText);
	await inspector.chooseFile(
		page.getByRole('button', { name: text.addPhoto, exact: true }),
		await streetPicture(false, 7)
	);
	await page.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded();
};

/** A morning on shift: a drive through the quarter, and a break that is over. */
export const toShift: Way = async (page, words) => {
	const { startShift, precise, pause, resume } = said[words.lang];
	await page.getByRole('button', { name: startShift, exact: true }).click();
	await page.clock.install();
	await page.goto(new URL('/field/shift', page.url()).href);
	await page.getByRole('switch', { name: precise }).check();
	for (let step = 0; step < driveSteps; step += 1) {
		await page.context().setGeolocation(drive(step));
		await page.waitForTimeout(400);
		// Two points of a trail lie some seconds apart.
		await page.clock.fastForward(11_000);
	}
	await page.getByRole('button', { name: pause, exact: true }).click();
	await page.clock.fastForward(120_000);
	await page.getByRole('button', { name: resume, exact: true }).click();
	await page.getByRole('main').evaluate((main) => main.scrollTo(0, 0));
};

const driveSteps = 16;

function drive(step: number) {
	const turn = Math.sin(step / 3);
	return {
		latitude: 23.6402 - step * 0.0011,
		longitude: 58.1893 + step * 0.0014 + turn * 0.002,
		accuracy: 8
	};
}

/** A call that came while the list was open. */
export const toUrgent: Way = async (page, words, server) => {
	const inspector = inspectorOn(page, words);
	const numbers = await inspector.untouchedJobs();
	const texts = await inspector.rows.allInnerTexts();
	const isUrgent = (text: string) => /Urgent|عاجل/.test(text);
	const calm = numbers.find((number) =>
		texts.some((text) => text.includes(number) && !isUrgent(text))
	);
	const office = await officeOf(server.url, 'supervisor1');
	await office.act(calm ?? '', 'setPriority', { priority: 'urgent' });
	await office.leave();
	await page.getByRole('alertdialog').waitFor({ timeout: 30_000 });
};

/** Two people on one tablet, the screen locked. */
export const toLock =
	(first: string, second: string): Way =>
	async (page, words, server) => {
		await enrol(page, server.url, first, '2468', words);
		const inspector = inspectorOn(page, words);
		// Setting off leaves a job assigned: the one before is taken by the picture before.
		const number = (await inspector.untouchedJobs()).at(words.lang === 'ar' ? 0 : 1) ?? '';
		await page.context().setOffline(true);
		await inspector.openJob(number);
		await inspector.act(words.setOff);
		await lock(page, words);
		await page.context().setOffline(false);
		await page.getByRole('button', { name: said[words.lang].byPassword }).click();
		await enrol(page, server.url, second, '135790', words);
		await lock(page, words);
	};
