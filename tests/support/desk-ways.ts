/**
 * The ways to the screens of the office that are pictured: what a supervisor or an officer does until the
 * screen stands.
 * Not here: which pictures there are, and how one is taken (screens.ts).
 */
import type { Locator, Page } from '@playwright/test';
import { inspectorOn } from '../e2e/inspector.ts';
import { officeOf } from '../e2e/office.ts';
import { signIn, waitUntilKept } from '../e2e/sign-in.ts';
import type { Words } from '../e2e/words.ts';
import { follow, type Way } from './screen-ways.ts';

const said = {
	ar: {
		board: 'لوحة',
		views: /^العروض المحفوظة/,
		columns: 'الأعمدة',
		bulk: 'إجراءات على البلاغات المحددة',
		more: 'المزيد',
		merge: 'دمج المكرر',
		due: 'تغيير الموعد',
		acts: (number: string) => `إجراءات ${number}`,
		priority: /: (عالية|منخفضة)$/,
		compare: 'قارن واختر',
		unassigned: /^غير مسند/,
		assign: /^إسناد/,
		inspectors: 'المفتشون',
		allShown: 'تحديد كل المعروض',
		history: 'السجل',
		closed: 'مغلقة'
	},
	en: {
		board: 'Board',
		views: /^Saved views/,
		columns: 'Columns',
		bulk: 'Acts on selected reports',
		more: 'More',
		merge: 'Merge duplicates',
		due: 'Change due time',
		acts: (number: string) => `Acts for ${number}`,
		priority: /: (High|Low)$/,
		compare: 'Compare and choose',
		unassigned: /^Unassigned/,
		assign: /^Assign/,
		inspectors: 'Inspectors',
		allShown: 'Select all shown',
		history: 'History',
		closed: 'Closed'
	}
} as const;

/** One column for each status. */
export const toBoard: Way = async (page, words) => {
	await page.getByRole('radio', { name: said[words.lang].board }).check({ force: true });
	await page.locator('li[data-report]').first().waitFor();
};

/** The columns to choose, over the table. */
export const toColumns: Way = async (page, words) => {
	await page.getByRole('button', { name: said[words.lang].views }).click();
	await page.getByRole('menuitem', { name: said[words.lang].columns }).click();
	await page.getByRole('dialog').waitFor();
};

/** Two reports that nobody has yet are to become one. */
export const toMerge: Way = (page, words) => withTwo(page, words, said[words.lang].merge);

/** Who should take two reports, and why. */
export const toSuggest: Way = async (page, words) => {
	await tickTwo(page, words);
	const { bulk, assign } = said[words.lang];
	await page.getByRole('region', { name: bulk }).getByRole('button', { name: assign }).click();
	await page.getByRole('dialog').waitFor();
};

/** The team beside the desk: load, shift, tablets. */
export const toTeam: Way = async (page, words) => {
	await page.getByRole('button', { name: said[words.lang].inspectors, exact: true }).click();
};

/** Two reports are to be due at another time. */
export const toDue: Way = (page, words) => withTwo(page, words, said[words.lang].due);

async function withTwo(page: Page, words: Words, act: string): Promise<void> {
	await tickTwo(page, words);
	const { bulk, more } = said[words.lang];
	await page.getByRole('region', { name: bulk }).getByRole('button', { name: more }).click();
	await page.getByRole('menuitem', { name: act }).click();
	await page.getByRole('dialog').waitFor();
}

async function tickTwo(page: Page, words: Words): Promise<void> {
	await page.getByRole('button', { name: said[words.lang].unassigned }).click();
	for (const nth of [1, 2]) await page.getByRole('table').getByRole('checkbox').nth(nth).check();
}

/** The story of a report that was confirmed, at the officer who did it. */
export const toOfficerHistory: Way = async (page, words) => {
	await page.getByRole('radio', { name: said[words.lang].closed }).check({ force: true });
	await page.locator('a[href^="/confirm/"][href*="-"]').first().click();
	await toStory(page, words);
};

/** The story of a report that has been worked on, at the desk. */
export const toHistory: Way = async (page, words, server) => {
	const office = await officeOf(server.url, 'supervisor1');
	const [report] = (await office.reports())
		.filter(({ status }) => status === 'returned')
		.sort((one, other) => other.rev - one.rev);
	await office.leave();
	await follow(`/dispatch/${report?.number}`)(page, words, server);
	await toStory(page, words);
};

async function toStory(page: Page, words: Words): Promise<void> {
	await page.getByRole('tabpanel').getByRole('listitem').first().waitFor();
	const title = page.getByRole('heading', { name: said[words.lang].history, exact: true });
	await title.evaluate((heading) => heading.closest('section')?.scrollIntoView());
}

/** Work that came late on reports which colleagues had begun meanwhile, with its filters. */
export const toClaims: Way = async (page, words, server) => {
	const names = ['supervisor1', 'inspector7', 'inspector8'] as const;
	const [office, late, next] = await Promise.all(names.map((name) => officeOf(server.url, name)));
	if (!office || !late || !next) return;
	const assigneeId = await office.personId(names[2]);
	const jobs = (await late.reports()).filter(({ status }) => status === 'assigned').slice(0, 3);
	for (const job of jobs) {
		await office.act(job.number, 'reassign', { assigneeId });
		await next.act(job.number, 'start', {});
		await late.actLate(job, 'start', {});
	}
	await Promise.all([office, late, next].map((each) => each.leave()));
	await follow('/dispatch/review')(page, words, server);
	// The list itself: what is open folds, and what is to be decided together is ticked.
	await page.getByRole('button', { expanded: true }).click();
	await page.getByRole('checkbox', { name: said[words.lang].allShown }).check();
};

/** A priority was set off the line while the inspector began: both versions, to choose from. */
export const toVersions: Way = async (page, words, server) => {
	const { acts, priority, compare } = said[words.lang];
	const other = await page
		.context()
		.browser()
		?.newPage({ viewport: { width: 1280, height: 800 } });
	if (other === undefined) throw new Error('The pictures need a browser of their own');
	await signIn(other, server.url, 'inspector2', words);
	const inspector = inspectorOn(other, words);
	const [number = ''] = await inspector.untouchedJobs();
	await page.getByRole('textbox', { name: words.searchDesk }).fill(number);
	await waitUntilKept(page);
	await page.context().setOffline(true);
	await page.getByRole('button', { name: acts(number) }).click();
	await page.getByRole('menuitem', { name: priority }).first().click();
	await inspector.openJob(number);
	for (const act of [words.setOff, words.arrived, words.start]) await inspector.act(act);
	await sent(other.getByRole('link', { name: words.outbox }).first());
	await page.context().setOffline(false);
	await page.evaluate(() => dispatchEvent(new Event('online')));
	await page.getByRole('button', { name: compare }).click();
	await page.getByRole('dialog').waitFor();
	await other.context().close();
};

/** The pill says so once nothing waits any more. */
const sent = (pill: Locator) =>
	pill
		.page()
		.getByRole('link', { name: /كل شيء مُرسل|All sent/ })
		.waitFor();
