import type { Command } from 'commander';

/** Adds `user` to the program. */
export function registerUser(_program: Command): void {}
