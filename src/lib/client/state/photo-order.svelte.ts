/**
 * The order in which a person wants the photos of one report to stand, kept on this device until the
 * finish carries it away. What cannot be read or kept costs the order, never a photo.
 */
import * as z from 'zod/mini';
import type { Device } from '../device';

const schema = z.array(z.string()).check(z.maxLength(100));

export class PhotoOrder {
	#device: Pick<Device, 'memo' | 'setMemo'>;
	#key: string;
	#hashes = $state.raw<readonly string[]>([]);

	constructor(device: Pick<Device, 'memo' | 'setMemo'>, reportId: string) {
		this.#device = device;
		this.#key = `photo-order ${reportId}`;
		void this.#load();
	}

	/** Hashes in the order wanted; empty until somebody arranged them. */
	get hashes(): readonly string[] {
		return this.#hashes;
	}

	/** Takes an order and keeps it. */
	set(hashes: readonly string[]): void {
		this.#hashes = hashes;
		void this.#device.setMemo(this.#key, [...hashes]).catch(() => undefined);
	}

	/** The finish has carried it away. */
	forget(): void {
		void this.#device.setMemo(this.#key, null).catch(() => undefined);
	}

	/** Hashes that a finish names, in this order; those not arranged keep their place at the end. */
	arranged(named: readonly string[]): string[] {
		const placed = this.#hashes.filter((sha256) => named.includes(sha256));
		return [...placed, ...named.filter((sha256) => !placed.includes(sha256))];
	}

	async #load(): Promise<void> {
		const read = schema.safeParse(await this.#device.memo(this.#key));
		if (read.success && this.#hashes.length === 0) this.#hashes = read.data;
	}
}
