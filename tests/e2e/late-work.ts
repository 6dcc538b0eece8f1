/**
 * How a report comes to have two people's work on it: one finishes it without a network, meanwhile
 * the desk gives it to a colleague, who begins. Used by the story and by the pictures.
 */
import { expect, type Page } from '@playwright/test';
import { acknowledgeUrgent, inspectorOn } from './inspector.ts';
import { waitUntilKept } from './sign-in.ts';
import type { Words } from './words.ts';

/** The signed-in pages of the three, and whom the desk gives the report to. */
export interface Contest {
	author: Page;
	desk: Page;
	colleague: Page;
	colleagueName: string;
	words: Words;
}

/**
 * Leaves the author offline with a finished job that the colleague has begun, and answers with its
 * number. `text` is what the author wrote.
 */
export async function contest(story: Contest, text: string): Promise<string> {
	const { author, desk, colleague, colleagueName, words } = story;
	const first = inspectorOn(author, words);
	const [number = ''] = await first.untouchedJobs();
	expect(number).not.toBe('');
	await waitUntilKept(author);
	await first.openJob(number);
	await author.context().setOffline(true);
	await first.act(words.start);
	await first.chooseFile(first.button(words.before), '#5b7a8c');
	await first.chooseFile(first.button(words.after), '#8c9a5b');
	// The tablet stands far away: that is asked, and never a wall.
	await first.finish(text, text);
	await reassign(desk, number, colleagueName, words);
	const second = inspectorOn(colleague, words);
	await acknowledgeUrgent(colleague, words);
	await second.openJob(number);
	await second.act(words.start);
	await second.chooseFile(second.button(words.before), '#9a6a5b');
	return number;
}

async function reassign(desk: Page, number: string, name: string, words: Words): Promise<void> {
	await desk.getByRole('textbox', { name: words.searchDesk }).fill(number);
	await desk.getByRole('checkbox', { name: `${words.select} ${number}` }).check();
	await desk.getByRole('button', { name: words.reassign, exact: true }).click();
	const question = desk.getByRole('dialog');
	await question.getByRole('radio', { name }).check();
	await question.getByRole('button', { name: words.reassign, exact: true }).click();
	await expect(desk.getByRole('row').filter({ hasText: number })).toContainText(name);
}
