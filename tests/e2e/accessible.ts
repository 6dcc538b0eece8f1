/** The accessibility rules, asked of whatever is on the screen now. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Names every broken rule with its element; the test goes on, and fails at its end. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
	const { violations } = await new AxeBuilder({ page })
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
		// On trial in axe; it takes the initials in a portrait for the words of the button.
		.disableRules(['label-content-name-mismatch'])
		.analyze();
	const broken = violations.flatMap(({ id, help, nodes }) =>
		nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 160)}`)
	);
	expect.soft(broken, name).toEqual([]);
}
