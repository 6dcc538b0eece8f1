#!/usr/bin/env node
/**
 * The door: plain JavaScript that any Node can read. It builds what is out of date, then hands the
 * command line to the built command program (src/cli/main.ts).
 *
 * 1. `build/.stamp` holds the hash of everything a build is made of; it is written last, so a build
 *    that failed or was killed never counts as one.
 * 2. Two starts at once build once: the second waits for the first.
 * Not here: what the commands do.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const stampFile = join(root, 'build', '.stamp');
const [command] = process.argv.slice(2);
/** Development needs only the commands: pages come from Vite itself. */
const programFolder = command === 'dev' ? '.cache/cli' : 'build/cli';
const program = join(root, programFolder, 'main.js');
const buildLock = join(root, '.cache', 'build.lock');
/** Everything that a build depends on, besides Node itself. */
const ingredients = [
	'src',
	'static',
	'.config/build-pages.js',
	'.config/vite-cli.config.ts',
	'package.json',
	'package-lock.json',
	'svelte.config.js',
	'tsconfig.json',
	'vite.config.ts',
	'.config/first-load-parts.ts'
];
/** Made by the build itself, or read by nothing that is built. */
const notIngredients =
	/^src\/lib\/i18n\/(paraglide(\/|$)|project\.inlang\/(?!settings\.json$))|\.test\.ts$/;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 7)) {
	console.error(
		`Maydan needs Node 24.7 or newer and this is ${process.versions.node}: start it through npm ` +
			'("npm start", "npm run serve", "npm run maydan -- ..."), which brings its own Node.'
	);
	process.exit(1);
}

if (!existsSync(join(root, 'node_modules', 'vite'))) {
	if (!existsSync(program)) stop('The packages are not installed yet: run "npm ci" first.');
} else if (command === 'dev') {
	buildCommands();
} else {
	await buildWhenNeeded();
}
if (command !== 'build') {
	const { run } = await import(pathToFileURL(program).href);
	await run({ root, args: process.argv.slice(2) });
}

async function buildWhenNeeded() {
	// Tests build once and then start often, also while somebody writes at the sources.
	if (process.env.MAYDAN_BUILD === 'keep' && existsSync(stampFile)) return;
	if (isBuilt(hashOfSources())) return;
	const unlock = await waitForOtherBuild();
	const hash = hashOfSources();
	if (!isBuilt(hash)) build(hash);
	unlock();
}

/** @param {string} hash */
function isBuilt(hash) {
	return existsSync(program) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash;
}

/** @param {string} hash of the sources as they were before the build began */
function build(hash) {
	const startedAt = performance.now();
	rmSync(stampFile, { force: true });
	console.log('Building Maydan: the sources changed or this is the first start.');
	step('1/3 preparing', [installed('@sveltejs/kit/svelte-kit.js'), 'sync']);
	step('2/3 pages and server', [join(root, '.config', 'build-pages.js')]);
	buildCommands('3/3 ');
	writeFileSync(stampFile, hash);
	console.log(`Built in ${((performance.now() - startedAt) / 1000).toFixed(0)} s.`);
}

function buildCommands(count = '') {
	step(`${count}commands`, [
		...[installed('vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
		...['--config', '.config/vite-cli.config.ts'],
		...['--ssr', 'src/cli/main.ts', '--outDir', programFolder]
	]);
}

/** @param {string} script below node_modules */
function installed(script) {
	return join(root, 'node_modules', script);
}

/**
 * Runs one step of the build in a process of its own, silent unless it fails.
 * @param {string} name
 * @param {string[]} args of Node
 */
function step(name, args) {
	console.log(`  ${name} ...`);
	const result = spawnSync(process.execPath, args, {
		cwd: root,
		encoding: 'utf8',
		env: { ...process.env, NODE_ENV: 'production' },
		maxBuffer: 64 * 1024 * 1024
	});
	if (result.status === 0) return;
	console.error(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error ?? ''}`);
	stop(`The build failed at "${name}"; the reason stands above.`);
}

function hashOfSources() {
	const hash = createHash('sha256').update(process.versions.node);
	for (const file of ingredients.flatMap(filesBelow)) {
		hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
	}
	return hash.digest('hex');
}

/**
 * @param {string} path below the root; a file, a folder or absent
 * @returns {string[]} files with "/" between steps, in an order that does not depend on the disk
 */
function filesBelow(path) {
	const full = join(root, path);
	if (!existsSync(full) || notIngredients.test(path)) return [];
	if (!statSync(full).isDirectory()) return [path];
	return readdirSync(full)
		.sort()
		.flatMap((name) => filesBelow(`${path}/${name}`));
}

/** @returns {Promise<() => void>} what gives the right to build back */
async function waitForOtherBuild() {
	mkdirSync(dirname(buildLock), { recursive: true });
	for (let told = false; !takeBuildLock(); told = true) {
		if (!told) console.log('Another start is building already; waiting for it.');
		await new Promise((resume) => setTimeout(resume, 500));
	}
	const unlock = () => rmSync(buildLock, { force: true });
	process.once('exit', unlock);
	return unlock;
}

function takeBuildLock() {
	try {
		writeFileSync(buildLock, String(process.pid), { flag: 'wx' });
		return true;
	} catch {
		if (!isAlive(readBuildLock())) rmSync(buildLock, { force: true });
		return false;
	}
}

/** @returns {number} the process that builds, 0 when the lock vanished meanwhile */
function readBuildLock() {
	try {
		return Number(readFileSync(buildLock, 'utf8'));
	} catch {
		return 0;
	}
}

/** @param {number} pid */
function isAlive(pid) {
	if (pid <= 0 || pid === process.pid) return false;
	try {
		return process.kill(pid, 0);
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/**
 * @param {string} sentence
 * @returns {never}
 */
function stop(sentence) {
	console.error(sentence);
	process.exit(1);
}
