/** The server's log: JSON lines on standard output. No personal data, no texts, no secrets; ids only. */
import { pino } from 'pino';

export const log = pino({
	level: process.env.LOG_LEVEL ?? (process.env.VITEST === undefined ? 'info' : 'silent'),
	base: undefined
});
