/**
 * Bytes of the sync lane, bodies only, as they cross the wire: per command in batches of 25 with its
 * acknowledgement, and of an exchange that has nothing to say; beside one plain POST per command.
 */
import { gzipSync } from 'node:zlib';
import { openApi } from '../../src/lib/client/api';
import { commandTypeVersion } from '../../src/lib/domain/report/command';
import type { SyncRequest, SyncResponse } from '../../src/lib/protocol/sync';
import { protocolVersion } from '../../src/lib/protocol/version';
import { newId } from '../../src/lib/server/clock';
import { inspectorName, password } from './city';
import { median, sequence } from './measure';
import type { Stage } from './stage';

const batch = 25;
const batches = 8;
const perCommandTarget = 170;
const shareTarget = 0.2;
const emptyTarget = 400;
/** Notes differ as people's do: some of each, in an order of their own. */
const sayings = [
	'تمت معاينة الموقع مع الفني',
	'العمل مستمر إلى حين وصول المعدات',
	'أُغلق الشارع جزئيًا لحماية المارة',
	'الحفرة أعمق مما ورد في البلاغ',
	'تم التنسيق مع شركة المياه',
	'لم نجد أحدًا عند الباب، وسنعود مساءً',
	'نُظّف المكان وأُزيلت المخلفات',
	'يلزم عامل ثانٍ ورافعة صغيرة',
	'الإنارة تعمل ليلًا بحسب الجيران',
	'صُوّر المكان قبل العمل وبعده'
];

/** Prints both figures with their targets. */
export async function tellWire(stage: Stage): Promise<void> {
	const line = new CountingLine(stage.url);
	const device = await signIn(line);
	await line.catchUp(device);
	const empty = await line.bytesOf(() => line.exchange(device, []));
	const perCommand: number[] = [];
	const shares: number[] = [];
	for (let count = 0; count < batches; count += 1) {
		const commands = Array.from({ length: batch }, () => device.command());
		const bytes = await line.bytesAnswered(device, commands);
		perCommand.push(bytes / batch);
		shares.push(bytes / commands.reduce((sum, command) => sum + naiveBytes(command), 0));
		await line.catchUp(device);
	}
	tell(
		`Bytes per command with its answer, batches of ${batch}`,
		median(perCommand),
		perCommandTarget
	);
	tell('  of what one POST per command sends', median(shares), shareTarget);
	tell('Bytes of an exchange with nothing to say, both ways', empty, emptyTarget);
}

function noteText(next: () => number): string {
	const said = sayings.filter(() => next() < 0.25).sort(() => next() - 0.5);
	return [...said, `مبنى ${Math.round(next() * 900)}`].join('، ');
}

/** A plain POST of the same command, answered by its id. */
const naiveBytes = (command: object) =>
	Buffer.byteLength(JSON.stringify(command)) + Buffer.byteLength(`{"id":"${newId()}","ok":true}`);

function tell(name: string, value: number, target: number): void {
	const shown = value < 10 ? value.toFixed(2) : value.toFixed(0);
	console.log(`${name}: ${shown}, target <= ${target}: ${value <= target ? 'met' : 'NOT met'}`);
}

interface WireDevice {
	replica: string;
	cursor: string | null;
	number: number;
	reportIds: string[];
	command(): object;
}

async function signIn(line: CountingLine): Promise<WireDevice> {
	const signed = await line.api.signIn(inspectorName, password);
	if (!signed.ok) throw new Error('The inspector cannot sign in');
	const minted = await line.api.mintReplica(signed.value.person.id, 'Bench');
	if (!minted.ok) throw new Error('No replica');
	let n = 0;
	const next = sequence(25);
	const { replica } = minted.value;
	const session = newId();
	const device: WireDevice = {
		...{ replica, cursor: null, number: 0, reportIds: [] },
		command: () => ({
			...{ replica, n: (n += 1), id: newId(), type: 'addNote' },
			typeVersion: commandTypeVersion('addNote'),
			...{
				reportId: device.reportIds[n % device.reportIds.length],
				base: { rev: 3, assignEpoch: 1 }
			},
			...{
				deviceAt: Date.now() - Math.round(next() * 1e7),
				deviceOffsetMinutes: 240,
				monoMs: Math.round(next() * 1e8) / 10,
				session
			},
			...{
				skew: { ms: -21, ageSeconds: Math.round(next() * 60) },
				group: null,
				isVoid: false,
				args: { text: noteText(next) }
			},
			signature: null
		})
	};
	return device;
}

/** Counts the bodies that go through it, packed as they are. */
class CountingLine {
	readonly api: ReturnType<typeof openApi>;
	#bytes = 0;
	#sent = 0;
	readonly #jar = new Map<string, string>();

	constructor(url: string) {
		this.api = openApi(async (path, init) => {
			const cookie = [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; ');
			const headers = { ...headersOf(init), origin: url, cookie };
			const body = init.body instanceof Uint8Array ? init.body.length : 0;
			const answer = await fetch(url + path, {
				...init,
				headers: { ...headers, 'accept-encoding': 'gzip' }
			});
			this.#sent += body;
			this.#bytes += body + Number(answer.headers.get('content-length') ?? 0);
			for (const set of answer.headers.getSetCookie()) {
				const [name = '', ...value] = (set.split(';')[0] ?? '').split('=');
				this.#jar.set(name, value.join('='));
			}
			return answer;
		});
	}

	async bytesOf(work: () => Promise<unknown>): Promise<number> {
		const before = this.#bytes;
		await work();
		return this.#bytes - before;
	}

	/** Up as sent, down without the reports that changed: they are the other lane's. */
	async bytesAnswered(device: WireDevice, commands: object[]): Promise<number> {
		this.#sent = 0;
		const { changes, ...told } = await this.exchange(device, commands);
		return (
			this.#sent +
			gzipSync(JSON.stringify({ ...told, changes: { ...changes, entries: [] } })).length
		);
	}

	async exchange(device: WireDevice, commands: object[], limit = 1000): Promise<SyncResponse> {
		device.number += 1;
		const request: SyncRequest = {
			...{ protocol: protocolVersion, replica: device.replica, exchange: device.number },
			...{ commands, cursor: device.cursor, limit },
			pending: { commands: commands.length, photos: 0, oldestAt: null }
		};
		const answer = await this.api.exchange(request, AbortSignal.timeout(30_000));
		if (!answer.ok) throw new Error(`The exchange failed: ${answer.failure.kind}`);
		device.cursor = answer.value.changes.cursor;
		for (const { kind, id } of answer.value.changes.entries) {
			if (kind === 'report' && device.reportIds.length < 100) device.reportIds.push(id);
		}
		return answer.value;
	}

	async catchUp(device: WireDevice): Promise<void> {
		while ((await this.exchange(device, [])).changes.more) {
			// The next page.
		}
	}
}

function headersOf({ headers }: RequestInit): Record<string, string> {
	return Object.fromEntries(new Headers(headers));
}
