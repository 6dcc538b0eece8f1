import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type * as z from 'zod/mini';
import { ProfileError } from './profile-error';

/** Reads and checks one file of a profile; throws a ProfileError that names the file and the field. */
export function readJson<T>(dir: string, file: string, schema: z.ZodMiniType<T>): T {
	const name = `City profile "${basename(dir)}"`;
	const parsed = schema.safeParse(parse(name, dir, file));
	if (parsed.success) return parsed.data;
	const issue = parsed.error.issues[0];
	const field = issue?.path.length ? issue.path.map(String).join('.') : 'the whole file';
	throw new ProfileError(`${name}, ${file}: ${field} is not acceptable (${issue?.message}).`);
}

/** The same for a file that may be absent: null then. */
export function readJsonIfAny<T>(dir: string, file: string, schema: z.ZodMiniType<T>): T | null {
	return existsSync(join(dir, file)) ? readJson(dir, file, schema) : null;
}

function parse(name: string, dir: string, file: string): unknown {
	const path = join(dir, file);
	if (!existsSync(path)) throw new ProfileError(`${name} has no ${file} in ${dirname(path)}.`);
	try {
		return JSON.parse(readFileSync(path, 'utf8'));
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new ProfileError(`${name}, ${file} is not JSON (${reason}).`);
	}
}
