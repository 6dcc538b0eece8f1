/** Rows as check sums name them: `<kind>:<id>`. Pure, shared by both stores. */
import { refKey } from '../sync/merge';
import type { Mending, RefRow, ReportRow, RowRev } from '../sync/ports';

const reportPrefix = 'report:';

export const revOfReport = ({ id, rev, scopes, body }: ReportRow): RowRev => ({
	key: reportPrefix + id,
	rev,
	scopes,
	endedAt: body.endedAt
});

export const revOfRef = (row: RefRow): RowRev => ({
	key: refKey(row),
	rev: 0,
	scopes: row.scopes,
	endedAt: null
});

/** The id of a report's key; null for reference data. */
export function reportIdOf(key: string): string | null {
	return key.startsWith(reportPrefix) ? key.slice(reportPrefix.length) : null;
}

/** Reports that a mending touches, each once. */
export function idsOfReports({ strays, broken }: Mending): string[] {
	const keys = [...strays.map(({ key }) => key), ...broken];
	return [...new Set(keys.flatMap((key) => reportIdOf(key) ?? []))];
}
