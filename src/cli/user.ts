import type { Command } from 'commander';

/** Adds `user` to the program. */
export function registerUser(program: Command): void {
	program.command('user', { hidden: true });
}
