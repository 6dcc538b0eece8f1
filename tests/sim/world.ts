/** The simulated world of tablets: virtual time, and lines to a city whose use cases are called by hand. */
import { seedFor } from './chance';
import type { SimCity } from './city';
import { Network, type Line, type LineFault, type PlannedFault } from './network';
import { PhotoLine, type UploadFault } from './photo-line';
import type { Link, Tablet, World } from './tablet';
import type { VirtualTime } from './virtual-time';

/** What goes wrong on the lines, by the index of the device. */
export interface Trouble {
	seed: number;
	faults(device: number): readonly PlannedFault<LineFault>[];
	uploadFaults(device: number): readonly PlannedFault<UploadFault>[];
	/** A fault was met. */
	met(kind: string): void;
}

const noTrouble: Trouble = {
	seed: 1,
	faults: () => [],
	uploadFaults: () => [],
	met: () => undefined
};

/** A world of one city; without `trouble` nothing goes wrong by itself. */
export function simWorld(city: SimCity, time: VirtualTime, trouble: Trouble = noTrouble): World {
	return {
		time,
		person: (id) => city.person(id),
		link: (tablet) => linkOf(tablet, city, time, trouble)
	};
}

function linkOf(tablet: Tablet, city: SimCity, time: VirtualTime, trouble: Trouble): Link {
	const { index } = tablet;
	const line: Line = {
		...{ city, time, seed: seedFor(trouble.seed, index) },
		sender: () => ({ personId: tablet.person.id, hasSession: tablet.hasSession }),
		device: async () => ({
			install: `install ${index}`,
			deviceName: tablet.name,
			isNew: (await tablet.outbox.store.identity()) === null
		}),
		met: trouble.met
	};
	const server = new Network(line, trouble.faults(index));
	const uploader = new PhotoLine(line, () => server.isDown, trouble.uploadFaults(index));
	return {
		...{ server, uploader },
		get isDown() {
			return server.isDown;
		},
		set isDown(isDown) {
			server.isDown = isDown;
		},
		signIn: async () => (await city.person(tablet.person.id)).active,
		calm() {
			server.calm();
			uploader.calm();
		}
	};
}
