/**
 * The house rules that a machine can check: who may import whom, and what may stand where. Each
 * rule carries an offence that it must catch, so that a rule that went blind is noticed.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';
import config from '../.config/dependency-cruiser.cjs';
import { statuses } from '../src/lib/domain/report/lifecycle';
import { roles } from '../src/lib/domain/people/permission';

const root = join(import.meta.dirname, '..');

describe('imports', () => {
	it('follow the table of rooms, in no circle', { timeout: 60_000 }, async () => {
		const { forbidden, options } = config;
		const { output } = await cruise(
			['src'],
			{
				...options,
				ruleSet: { forbidden },
				validate: true,
				baseDir: root
			} satisfies ICruiseOptions,
			{ alias: { $lib: join(root, 'src/lib') } }
		);
		if (typeof output === 'string') throw new Error(output);
		expect(output.summary.totalCruised).toBeGreaterThan(20);
		expect(violationsOf(output)).toEqual([]);
	});
});

function violationsOf({ summary }: ICruiseResult): string[] {
	return summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`);
}

/** A text rule: no line of the files it looks at may match. */
interface Rule {
	title: string;
	/** Files it looks at, relative to the root. */
	files: RegExp;
	/** Files where the thing is at home. */
	except?: RegExp;
	/** Look at styles only (style sheets and <style> of components), or at everything else. */
	part: 'style' | 'code';
	offence: RegExp;
	examples: string[];
}

const statusNames = statuses.join('|');
const roleNames = roles.join('|');
const tests = /\.test\.ts$/;

const rules: Rule[] = [
	{
		title: 'rules know no clock and no chance: both are passed in',
		files: /^src\/lib\/domain\//,
		except: tests,
		part: 'code',
		offence: /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bcrypto\.|\bperformance\.now\(/,
		examples: ['const at = Date.now();', 'new Date()', 'Math.random()']
	},
	{
		title: 'status names are compared in the lifecycle table only',
		files: /^src\//,
		except: /^src\/lib\/domain\/report\/lifecycle\.ts$|\.test\.ts$/,
		part: 'code',
		offence: new RegExp(
			`status\\b\\s*[!=]==?\\s*['"](${statusNames})['"]|['"](${statusNames})['"]\\s*[!=]==?\\s*\\S*status\\b|` +
				`switch\\s*\\([^)]*\\bstatus\\)|\\]\\.includes\\([^)]*\\bstatus\\)`,
			'i'
		),
		examples: [
			`if (report.status === 'done') return;`,
			`'closed' !== report.status`,
			'switch (report.status) {',
			`['done', 'closed'].includes(report.status)`
		]
	},
	{
		title: 'role names are compared in the permission table only',
		files: /^src\//,
		except: /^src\/lib\/domain\/people\/permission\.ts$|\.test\.ts$/,
		part: 'code',
		offence: new RegExp(
			`role\\b\\s*[!=]==?\\s*['"](${roleNames})['"]|['"](${roleNames})['"]\\s*[!=]==?\\s*\\S*role\\b|` +
				`switch\\s*\\([^)]*\\brole\\)`,
			'i'
		),
		examples: [`person.role === 'supervisor'`, 'switch (actor.role) {']
	},
	{
		title: 'the device speaks to the server in client/api only',
		files: /^src\/(lib\/(client|features|ui|i18n|domain|protocol)|routes)\//,
		except: /^src\/lib\/client\/api|\+server\.ts$|\.server\.ts$|\.test\.ts$/,
		part: 'code',
		offence: /(?<![.\w])fetch\((?!\w+: )|\b(window|globalThis|self)\.fetch\b|new XMLHttpRequest/,
		examples: [`await fetch('/api/sync')`, 'globalThis.fetch(url)']
	},
	{
		title: 'SQL stands in repositories and the database room only',
		files: /^src\//,
		except: /^src\/lib\/server\/(repositories|db)\/|\.test\.ts$/,
		part: 'code',
		offence:
			/\bsql(<[^>]*>)?`|\.(selectFrom|insertInto|updateTable|deleteFrom|replaceInto)\(|['"`]\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM) [\w"*]/,
		examples: ['sql<number>`select 1`', `db.selectFrom('report')`, `exec('DELETE FROM report')`]
	},
	{
		title: 'rules, wire, sync engine and use cases do not know the framework',
		files: /^src\/(lib\/(domain|protocol|client\/sync|server\/(repositories|usecases|db))|cli)\//,
		part: 'code',
		offence: /from '\$(app|env)\/|from '@sveltejs/,
		examples: [`import { env } from '$env/dynamic/private';`]
	},
	{
		title: 'interface parts know nothing of ours, types of components included',
		files: /^src\/lib\/(ui|styles)\//,
		part: 'code',
		offence: /from '\$lib\/(?!ui\/|styles\/|late\/)/,
		examples: [`import type { Status } from '$lib/domain/report/lifecycle';`]
	},
	{
		title: 'features know neither server nor wire, types of components included',
		files: /^src\/lib\/features\//,
		part: 'code',
		offence: /from '\$lib\/(server|protocol)\//,
		examples: [`import type { Row } from '$lib/server/repositories/report';`]
	},
	{
		title: 'styles name start and end, never left and right',
		files: /^src\//,
		part: 'style',
		offence:
			/(?<![-\w])((margin|padding|border|inset)-(left|right)\b|(left|right)\s*:|(text-align|float|clear)\s*:\s*(left|right)\b|border-(top|bottom)-(left|right)-radius|scroll-(margin|padding)-(left|right))/,
		examples: ['margin-left: 4px;', 'left: 0;', 'text-align: right;']
	},
	{
		title: 'colours are tokens',
		files: /^src\//,
		except: /^src\/lib\/styles\//,
		part: 'style',
		offence:
			/#[0-9a-f]{3,8}\b(?!\s*\{)|\b(rgb|rgba|hsl|hsla|hwb|lab|lch|oklab|oklch)\(|:\s*(white|black|red|green|blue|gr[ae]y|silver|orange|yellow)\s*[;}]/i,
		examples: ['color: #fff;', 'background: rgb(0 0 0 / 50%);', 'color: white;']
	},
	{
		title: 'code draws with tokens too',
		files: /^src\/(lib\/(client|features|ui)|routes)\//,
		// The one place with colours for a canvas, used where a token is absent.
		except: /^src\/lib\/client\/map\/palette\.ts$|\.test\.ts$/,
		part: 'code',
		offence: /['"`]#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})['"`]|['"`](rgba?|hsla?|oklch)\(/i,
		examples: [`context.fillStyle = '#0a84ff';`, `const ink = 'rgb(0, 0, 0)';`]
	}
];

describe.each(rules)('$title', ({ files, except, part, offence, examples }) => {
	it('holds everywhere', () => {
		expect(offencesIn(files, except, part, offence)).toEqual([]);
	});
	it.each(examples)('is broken by: %s', (example) => expect(example).toMatch(offence));
});

function offencesIn(
	files: RegExp,
	except: RegExp | undefined,
	part: Rule['part'],
	offence: RegExp
) {
	return sources
		.filter(({ file }) => files.test(file) && !(except?.test(file) ?? false))
		.flatMap((source) =>
			source[part].flatMap(({ line, text }) =>
				offence.test(text) ? [`${source.file}:${line} ${text.trim()}`] : []
			)
		);
}

describe('relative imports', () => {
	it('stay in their room; other rooms are reached by $lib', () => {
		const leaving = sources.flatMap(({ file, code }) =>
			code
				.filter(({ text }) => leavesRoom(file, text))
				.map(({ line, text }) => `${file}:${line} ${text.trim()}`)
		);
		expect(leaving).toEqual([]);
	});

	it.each([
		['src/lib/protocol/sync.ts', `import { x } from '../domain/report';`, true],
		['src/lib/domain/report/decide.ts', `import { x } from '../geo/area-path';`, false],
		['src/lib/domain/report/decide.test.ts', `} from '../../../../tests/support/builders';`, false],
		['src/routes/+layout.svelte', `import { x } from '../lib/ui/tone';`, true]
	])('%s with %s', (file, text, leaves) => expect(leavesRoom(file, text)).toBe(leaves));
});

/** Tests may use what stands in tests/support, wherever they are. */
function leavesRoom(file: string, text: string): boolean {
	const target = /(?:from|import\() ?'(\.\.?\/[^']*)'/.exec(text)?.[1];
	if (target === undefined) return false;
	const path = posix.join(posix.dirname(file), target);
	return roomOf(path) !== roomOf(file) && !(tests.test(file) && path.startsWith('tests/support/'));
}

function roomOf(file: string): string {
	const steps = file.split('/');
	return steps.slice(0, steps[1] === 'lib' ? 3 : 2).join('/');
}

interface Line {
	line: number;
	text: string;
}
interface Source {
	file: string;
	code: Line[];
	style: Line[];
}

const sources: Source[] = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
	.map((name) => `src/${name.replaceAll('\\', '/')}`)
	.filter((file) => /\.(ts|js|svelte|css)$/.test(file) && !file.includes('/i18n/paraglide/'))
	.map(readSource);

/** Splits a file into its lines of style and its lines of code, without comments. */
function readSource(file: string): Source {
	const source: Source = { file, code: [], style: [] };
	let isStyle = file.endsWith('.css');
	withoutComments(readFileSync(join(root, file), 'utf8'))
		.split('\n')
		.forEach((text, index) => {
			if (/^<style\b/.test(text)) isStyle = true;
			(isStyle ? source.style : source.code).push({ line: index + 1, text });
			if (/^<\/style>/.test(text)) isStyle = false;
		});
	return source;
}

/** Blanks comments and keeps the line breaks, so that line numbers stay right. */
function withoutComments(text: string): string {
	return text
		.replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ' '))
		.replace(/(^|[\s;{(])\/\/[^\n]*/g, '$1');
}
