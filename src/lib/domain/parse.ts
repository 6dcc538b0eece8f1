/**
 * Reads what comes from outside by a schema, and never throws.
 *
 * zod compares the length of whatever has one, even where a text was asked for and something else came.
 * A `length` that cannot be turned into a number (`{"length": {"toString": 1}}`) makes it throw instead of
 * saying that the value does not fit.
 */
import * as z from 'zod/mini';

type Parsed<T> = ReturnType<z.ZodMiniType<T>['safeParse']>;

/** As the schema's own `safeParse`; what makes that throw does not fit, and nothing of it is named. */
export function parsed<T>(schema: z.ZodMiniType<T>, value: unknown): Parsed<T> {
	try {
		return schema.safeParse(value);
	} catch {
		return z.never().safeParse(value) as Parsed<T>;
	}
}
