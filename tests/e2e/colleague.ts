/** A second supervisor of the first one's team: the demo has one for each team, and two share a queue. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { RunningServer } from '../support/server.ts';

const door = join(import.meta.dirname, '..', '..', 'src', 'cli', 'bin.js');

/** Beside `supervisor1`; signs in with the demo's password. */
export const colleague = {
	userName: 'colleague',
	name: { ar: 'ليلى البوسعيدية', en: 'Layla Al Busaidi' }
};

/** Adds her from a terminal, beside the running server; once for a server. */
export function hireColleague({ dataDir }: Pick<RunningServer, 'dataDir'>): Promise<void> {
	const { userName, name } = colleague;
	const words = [
		...['user', 'create', userName, '--role', 'supervisor', '--team', 'seeb-environment'],
		...['--area', '/muscat/seeb/', '--name-ar', name.ar, '--name-en', name.en]
	];
	const env = { ...process.env, MAYDAN_BUILD: 'keep', DATA_DIR: dataDir };
	return new Promise((resolve, reject) => {
		const terminal = execFile(process.execPath, [door, ...words], { env }, (error) =>
			error === null ? resolve() : reject(error)
		);
		terminal.stdin?.end('maydan-demo\n');
	});
}
