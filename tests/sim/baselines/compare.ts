/** The whole matrix, as a table: client by fault kind, lost and duplicated. */
import { clients, faultKinds, play, positionsOf, type ClientName, type FaultKind } from './matrix';

export interface Row {
	kind: FaultKind;
	/** Positions at which the fault happened, and what came of all of them. */
	met: number;
	promised: number;
	lost: number;
	duplicated: number;
}

export const clientNames = Object.keys(clients) as ClientName[];

/** Every fault at every position, for one client. */
export async function rowsOf(name: ClientName): Promise<Row[]> {
	const rows: Row[] = [];
	for (const kind of faultKinds) rows.push(await rowOf(name, kind));
	return rows;
}

async function rowOf(name: ClientName, kind: FaultKind): Promise<Row> {
	const row = { kind, met: 0, promised: 0, lost: 0, duplicated: 0 };
	for (const position of positionsOf(kind)) {
		const { isMet, promised, lost, duplicated } = await play(name, kind, position);
		row.met += isMet ? 1 : 0;
		row.promised += promised;
		row.lost += lost;
		row.duplicated += duplicated;
	}
	return row;
}

/** Plays the matrix for all, and prints lost/duplicated per client and fault kind. */
export async function compareBaselines(): Promise<string> {
	const columns = new Map<ClientName, Row[]>();
	for (const name of clientNames) columns.set(name, await rowsOf(name));
	const line = (kind: string, cell: (rows: readonly Row[]) => string) =>
		[kind.padEnd(18), ...[...columns.values()].map((rows) => cell(rows).padStart(12))].join('');
	const head = ['lost/duplicated'.padEnd(18), ...clientNames.map((name) => name.padStart(12))];
	const body = faultKinds.map((kind) => line(kind, (rows) => cellOf(rowsFor(rows, kind))));
	return [head.join(''), ...body, line('all', (rows) => cellOf(rows))].join('\n');
}

const rowsFor = (rows: readonly Row[], kind: FaultKind) => rows.filter((row) => row.kind === kind);

function cellOf(rows: readonly Row[]): string {
	const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
	return `${sum(({ lost }) => lost)}/${sum(({ duplicated }) => duplicated)}`;
}
