/**
 * Where the measurements happen: the host in a process of its own, and for every page a browser over
 * a profile of its own on disk. A private window would keep its databases in memory, where a durable
 * write costs nothing.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { svelte, vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import type { BrowserContext, Page } from '@playwright/test';
import { build } from 'vite';
import { freePort } from '../support/free-port';
import { password } from './city';
import { inProfile, openProfile } from './profile';
import type {} from './pages/bench';

/** Bundles the pages with the product's own modules, as the product bundles them. */
export async function buildPages(root: string, pagesDir: string): Promise<void> {
	const pages = join(root, 'tests', 'bench', 'pages');
	await build({
		configFile: false,
		root: pages,
		base: '/bench/',
		logLevel: 'warn',
		resolve: {
			alias: {
				$lib: join(root, 'src', 'lib'),
				'$app/environment': join(pages, 'app-environment.ts')
			}
		},
		plugins: [
			svelte({ configFile: false, preprocess: vitePreprocess(), compilerOptions: { runes: true } })
		],
		build: {
			outDir: pagesDir,
			emptyOutDir: true,
			rolldownOptions: {
				input: ['bench.html', 'cold.html', 'cold-worker.ts'].map((file) => join(pages, file)),
				// A worker reaches as far as its own folder, and is asked for by its name.
				output: { entryFileNames: '[name].js' }
			}
		}
	});
}

export interface Host {
	url: string;
	stop(): Promise<void>;
}

/** Starts the host over a filled data directory. */
export async function startHost(dataDir: string): Promise<Host> {
	const port = String(await freePort());
	const child = spawn(process.execPath, [fileURLToPath(import.meta.url), 'host'], {
		env: { ...process.env, NODE_ENV: 'production', PORT: port, DATA_DIR: dataDir },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	process.once('exit', () => child.kill('SIGKILL'));
	const url = await addressOf(child);
	const stop = async () => {
		const ended = once(child, 'close');
		child.kill('SIGTERM');
		await ended;
	};
	return { url, stop };
}

function addressOf(child: ChildProcess): Promise<string> {
	return new Promise((resolve, reject) => {
		if (child.stdout === null) return reject(new Error('The host has no output'));
		createInterface(child.stdout).on('line', (line) => {
			const url = /^open (\S+)$/.exec(line)?.[1];
			if (url !== undefined) resolve(url);
		});
		child.once('close', (code) => reject(new Error(`The host ended (${code}) before it was open`)));
	});
}

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

/** Opens pages of one person; the session is signed in once. */
export class Stage {
	readonly url: string;
	readonly #env: Readonly<Record<string, string>>;
	readonly #sessions = new Map<string, Cookies>();

	/** `env` is added to what its browsers find around them. */
	constructor(url: string, env: Readonly<Record<string, string>> = {}) {
		this.url = url;
		this.#env = env;
	}

	/** By another address of the host. */
	through(url: string): Stage {
		return new Stage(url, this.#env);
	}

	/** With browsers that find this around them too. */
	within(env: Readonly<Record<string, string>>): Stage {
		return new Stage(this.url, env);
	}

	/** Runs one measurement in a page that nothing was done in before. */
	async fresh<T>(userName: string, measure: (page: Page) => Promise<T>): Promise<T> {
		const env = { ...definedEnv(), ...this.#env };
		const options = { viewport: { width: 1280, height: 800 }, env };
		return inProfile((folder) =>
			openProfile(folder, options, async (context) => {
				await this.#enter(context, userName);
				const page = await context.newPage();
				await page.goto(`${this.url}/bench/bench.html`);
				await page.waitForFunction(() => 'bench' in window);
				return measure(page);
			})
		);
	}

	async #enter(context: BrowserContext, userName: string): Promise<void> {
		const known = this.#sessions.get(userName);
		if (known !== undefined) return context.addCookies(known);
		const answer = await context.request.post(`${this.url}/api/auth/sign-in`, {
			data: { userName, password },
			headers: { origin: this.url }
		});
		if (!answer.ok()) throw new Error(`${userName} cannot sign in: ${answer.status()}`);
		this.#sessions.set(userName, await context.cookies());
	}
}

function definedEnv(): Record<string, string> {
	const entries = Object.entries(process.env);
	return Object.fromEntries(
		entries.filter((entry): entry is [string, string] => entry[1] !== undefined)
	);
}
