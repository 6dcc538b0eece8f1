/**
 * The outbox in memory: every command of the last 30 days and how far it has come. Rows are the
 * database's; this only mirrors them and works out what their author reads.
 */
import type { CommandEnvelope } from '$lib/domain/report/command';
import type { Departure, OutboxItem, OutboxView, Settlement } from '../device';
import type { EngineStatus } from '../sync/engine';
import { countedActs, isInOverlay, isWork } from '../sync/plan';
import type { CacheMeta, DepartureRow, RefRow, StoredCommand, StoredPhoto } from '../sync/ports';
import { itemOf, type ItemContext } from './outbox-item';
import { settlementsOf } from './settlements';

/** States of an item that still has to go. */
export const unsentStates: readonly OutboxItem['state'][] = [
	'waiting',
	'sending',
	'paused',
	'photos_left'
];
/** Acts whose author knows that the report leaves. */
const leaving: readonly string[] = ['decline'];

export class OutboxState implements OutboxView {
	#commands = $state.raw<readonly StoredCommand[]>([]);
	#photos = $state.raw<ReadonlyMap<string, StoredPhoto>>(new Map());
	#settlements = $state.raw<ReadonlyMap<string, Settlement>>(new Map());
	#departureRows = $state.raw<readonly DepartureRow[]>([]);
	#status = $state.raw<EngineStatus>({
		state: 'idle',
		nextTryAt: null,
		sendingIds: [],
		uploads: []
	});
	readonly #session: string;
	readonly #onDismiss: (reportId: string) => void;
	readonly #numberOf: (reportId: string) => string;

	constructor(
		session: string,
		onDismiss: (reportId: string) => void,
		numberOf: (reportId: string) => string
	) {
		this.#session = session;
		this.#onDismiss = onDismiss;
		this.#numberOf = numberOf;
	}

	#items = $derived.by(() => {
		const context: ItemContext = {
			photos: this.#photos,
			status: this.#status,
			undone: undoneBy(this.#commands),
			session: this.#session,
			numberOf: this.#numberOf,
			settlements: this.#settlements
		};
		const shown = this.#commands.filter((command) => !isSettledUndo(command));
		return shown.map((command) => itemOf(command, context)).toReversed();
	});
	/** Those of a report that was taken back before it was sent go nowhere. */
	#voided = $derived(
		new Set(this.#commands.filter(({ envelope }) => envelope.isVoid).map(({ id }) => id))
	);
	#waitingPhotos = $derived(
		[...this.#photos.values()].filter(
			({ state, commandId }) => state === 'waiting' && !this.#voided.has(commandId)
		)
	);
	#unsentWork = $derived(
		countedActs(
			this.#commands.filter(isUnsent),
			new Set(this.#waitingPhotos.map(({ sha256 }) => sha256))
		)
	);
	#departures = $derived(
		this.#departureRows.flatMap((row) => departureOf(row, this.commandsOf(row.reportId)))
	);

	get items(): readonly OutboxItem[] {
		return this.#items;
	}
	get unsentCommands(): number {
		return this.#unsentWork.length;
	}
	/** Commands that have to go, with those that are no work of a person. */
	get hasUnsent(): boolean {
		return this.#commands.some(isUnsent);
	}
	get unsentIds(): string[] {
		return this.#commands.filter(isUnsent).map(({ id }) => id);
	}
	get unsentPhotos(): number {
		return this.#waitingPhotos.length;
	}
	get oldestUnsentAt(): number | null {
		const ages = [
			...this.#unsentWork.map(({ envelope }) => envelope.deviceAt),
			...this.#waitingPhotos.map(({ addedAt }) => addedAt)
		];
		return ages.length === 0 ? null : Math.min(...ages);
	}
	get departures(): readonly Departure[] {
		return this.#departures;
	}
	/** Bytes of all photos that have to go. */
	get waitingBytes(): number {
		return this.#waitingPhotos.reduce((sum, { size }) => sum + size, 0);
	}

	unsentOf(reportId: string): readonly OutboxItem[] {
		return this.#items.filter(
			(item) => item.reportId === reportId && unsentStates.includes(item.state)
		);
	}

	dismissDeparture(reportId: string): void {
		this.#departureRows = this.#departureRows.filter((row) => row.reportId !== reportId);
		this.#onDismiss(reportId);
	}

	command(id: string): StoredCommand | undefined {
		return this.#commands.find((command) => command.id === id);
	}

	commandsOf(reportId: string): readonly StoredCommand[] {
		return this.#commands.filter((command) => command.reportId === reportId);
	}

	/** Commands that the base does not show yet, by report, in order. */
	overlays(meta: CacheMeta): ReadonlyMap<string, readonly CommandEnvelope[]> {
		const shown = this.#commands.filter((command) => isInOverlay(command, meta));
		return Map.groupBy(
			shown.map(({ envelope }) => envelope),
			({ reportId }) => reportId
		);
	}

	photo(sha256: string): StoredPhoto | undefined {
		return this.#photos.get(sha256);
	}

	/** Takes in commands that are new or have changed. */
	receive(rows: readonly StoredCommand[]): void {
		const byId = new Map(this.#commands.map((command) => [command.id, command]));
		for (const row of rows) byId.set(row.id, row);
		this.#commands = [...byId.values()].toSorted((a, b) => a.seq - b.seq);
	}

	setPhotos(photos: readonly StoredPhoto[]): void {
		this.#photos = new Map(photos.map((photo) => [photo.sha256, photo]));
	}

	setStatus(status: EngineStatus): void {
		this.#status = status;
	}

	/** What was decided later about commands, among the reference rows. */
	setSettlements(rows: readonly RefRow[]): void {
		this.#settlements = settlementsOf(rows);
	}

	setDepartures(rows: readonly DepartureRow[]): void {
		this.#departureRows = rows;
	}
}

const isUnsent = ({ state, envelope }: StoredCommand) => state !== 'answered' && !envelope.isVoid;

/** An undo that was accepted is told by the item it took back. */
function isSettledUndo({ envelope, result }: StoredCommand): boolean {
	return envelope.type === 'undo' && result !== null && result.outcome !== 'rejected';
}

/** Commands taken back by an undo that is on its way or was accepted. */
function undoneBy(commands: readonly StoredCommand[]): ReadonlySet<string> {
	return new Set(
		commands.flatMap(({ envelope, result }) => {
			if (envelope.type !== 'undo' || result?.outcome === 'rejected') return [];
			const { args } = envelope;
			const names = typeof args === 'object' && args !== null && 'commandId' in args;
			return names && typeof args.commandId === 'string' ? [args.commandId] : [];
		})
	);
}

function departureOf(row: DepartureRow, own: readonly StoredCommand[]): Departure[] {
	const work = own.filter(({ envelope }) => !envelope.isVoid);
	if (leaving.includes(work.at(-1)?.envelope.type ?? '')) return [];
	return [{ ...row, hadWork: work.some(({ envelope }) => isWork(envelope)) }];
}
