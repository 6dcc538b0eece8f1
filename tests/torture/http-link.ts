/**
 * The way from one device to the server, as its own pages go it: sign-in, cookies, the exchange, the
 * stream and the photos, all over HTTP and through the faulty line of this device.
 */
import { openApi } from '../../src/lib/client/api';
import type { SyncServer } from '../../src/lib/client/sync/ports';
import { tusUploader } from '../../src/lib/client/sync/upload';
import type { Person } from '../../src/lib/domain/people/actor';
import type { Link } from '../sim/tablet';
import type { Told } from './told';
import { uploadStack } from './upload-stack';

/** The line as a device knows it. */
export interface DeviceLine {
	readonly url: string;
	isDown: boolean;
	/** The signal is gone, also for what is on its way. */
	drop(): void;
	calm(): void;
}

export interface LinkSettings {
	line: DeviceLine;
	/** Public address of the service: what pages say of where they come from. */
	origin: string;
	told: Told;
	person: Pick<Person, 'id' | 'userName'>;
	password: string;
	hasSession(): boolean;
	/** Is the device's storage new? Asked when it asks for a replica. */
	isNew(): Promise<boolean>;
}

export class HttpLink implements Link {
	readonly api: ReturnType<typeof openApi>;
	readonly server: SyncServer;
	readonly uploader;
	readonly cookies = new Map<string, string>();
	readonly #settings: LinkSettings;

	constructor(settings: LinkSettings) {
		this.#settings = settings;
		const { line } = settings;
		this.api = openApi((path, init) => this.#fetch(path, init));
		this.uploader = tusUploader(
			`${line.url}/api/photos`,
			uploadStack(() => this.#headers())
		);
		this.server = this.#server();
	}

	get isDown(): boolean {
		return this.#settings.line.isDown;
	}

	set isDown(isDown: boolean) {
		if (isDown) this.#settings.line.drop();
		else this.#settings.line.isDown = false;
	}

	calm(): void {
		this.#settings.line.calm();
	}

	/** Opens a session; false where the line fails, or nobody is let in. */
	async signIn(): Promise<boolean> {
		const { person, password } = this.#settings;
		return (await this.api.signIn(person.userName, password)).ok;
	}

	/** The same session as another device of this person: signing in is slow on purpose. */
	share({ cookies }: HttpLink): void {
		for (const [name, value] of cookies) if (name !== installCookie) this.cookies.set(name, value);
	}

	#server(): SyncServer {
		const { api } = this;
		const { told, person, isNew } = this.#settings;
		return {
			async exchange(request, signal, keepalive) {
				const heard = told.begin(request);
				const answer = await api.exchange(request, signal, keepalive);
				heard(answer);
				return answer;
			},
			escrow: (request) => api.escrow(request),
			mintReplica: async (name) => api.mintReplica(person.id, name, { isStorageNew: await isNew() })
		};
	}

	async #fetch(path: string, init: RequestInit): Promise<Response> {
		const headers = { ...this.#headers(), ...headersIn(init), connection: 'close' };
		const response = await fetch(`${this.#settings.line.url}${path}`, { ...init, headers });
		for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
		return response;
	}

	#headers(): Record<string, string> {
		const { origin, hasSession } = this.#settings;
		const known = [...this.cookies].filter(([name]) => hasSession() || name === installCookie);
		const cookie = known.map(([name, value]) => `${name}=${value}`).join('; ');
		return { origin, ...(cookie === '' ? {} : { cookie }) };
	}

	#keep(cookie: string): void {
		const [pair = ''] = cookie.split(';', 1);
		const at = pair.indexOf('=');
		this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
	}
}

const installCookie = 'maydan_install';
const headersIn = ({ headers }: RequestInit) => Object.fromEntries(new Headers(headers));
