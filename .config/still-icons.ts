/**
 * Icons as templates: the set's own component puts each drawing together at run time, part by part,
 * which took nearly half of the time in which a row of the desk is made (decision 47). Built, an icon is
 * the same picture as markup that the browser clones.
 *
 * 1. Only what the product asks of an icon is left: its `size`. It is decoration, hidden from screen readers.
 * 2. An icon whose source reads otherwise than expected ends the build.
 */
import type { Plugin } from 'vite';
import * as z from 'zod';

const iconFile = /@lucide\/svelte\/dist\/icons\/[^/]+\.svelte$/;
const drawing = z.object({
	name: z.string(),
	size: z.literal(24),
	node: z.array(z.tuple([z.string(), z.record(z.string(), z.string())]))
});

/** For builds alone: while developing, icons come as they are. */
export function stillIcons(): Plugin {
	return {
		name: 'still icons',
		apply: 'build',
		enforce: 'pre',
		transform: {
			filter: { id: iconFile },
			handler: (code) => ({ code: componentOf(code), map: null })
		}
	};
}

function componentOf(code: string): string {
	const data = /const iconData = (\{.*\});/.exec(code)?.[1];
	const { name, node } = drawing.parse(JSON.parse(data ?? 'null'));
	const parts = node.map(([tag, attributes]) => `<${tag}${written(attributes)} />`).join('');
	const frame = written({
		...{ xmlns: 'http://www.w3.org/2000/svg', viewBox: '0 0 24 24', fill: 'none' },
		...{ stroke: 'currentColor', 'stroke-width': '2', 'stroke-linecap': 'round' },
		...{ 'stroke-linejoin': 'round', class: `lucide lucide-${name}`, 'aria-hidden': 'true' }
	});
	return `<script>let { size = 24 } = $props();</script>
<svg${frame} width={size} height={size}>${parts}</svg>`;
}

const written = (attributes: Readonly<Record<string, string>>) =>
	Object.entries(attributes)
		.map(([name, value]) => ` ${name}="${value}"`)
		.join('');
