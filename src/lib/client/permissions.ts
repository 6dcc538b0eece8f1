/**
 * What the person has allowed this app: asked of the browser without asking the person, and asked of
 * the person only by a press. A browser that does not say is `unknown`, never an error.
 */
export const permissionNames = ['location', 'camera', 'notifications'] as const;
export type PermissionName = (typeof permissionNames)[number];
/** `prompt`: the person would be asked. */
export type PermissionAnswer = 'granted' | 'prompt' | 'denied' | 'unknown';

const nameOf = {
	location: 'geolocation',
	camera: 'camera',
	notifications: 'notifications'
} as const;

/** How a permission stands now. */
export async function permissionState(name: PermissionName): Promise<PermissionAnswer> {
	const { permissions }: { permissions?: Permissions } = navigator;
	try {
		// Not every browser knows the camera by name, and the types follow the strictest.
		const asked = { name: nameOf[name] } as PermissionDescriptor;
		return (await permissions?.query(asked))?.state ?? 'unknown';
	} catch {
		return 'unknown';
	}
}

/** Asks the person; resolves when they have answered, whatever they said. */
export async function askFor(name: PermissionName): Promise<void> {
	try {
		await asks[name]();
	} catch {
		// A no is an answer as well: the state tells.
	}
}

const asks: Readonly<Record<PermissionName, () => Promise<unknown>>> = {
	location: () =>
		new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
	camera: async () => {
		const stream = await navigator.mediaDevices.getUserMedia({ video: true });
		for (const track of stream.getTracks()) track.stop();
	},
	notifications: () => Notification.requestPermission()
};

const browsers: readonly [RegExp, Browser][] = [
	[/iPad|iPhone|Macintosh.*Mobile/, 'ios'],
	[/Firefox/, 'firefox'],
	[/SamsungBrowser/, 'samsung'],
	[/Android/, 'android'],
	[/./, 'desktop']
];
/** Browsers whose settings lie in different places. */
export type Browser = 'ios' | 'firefox' | 'samsung' | 'android' | 'desktop';

/** Where this browser keeps its permissions, by what it says of itself. */
export function browserOf(userAgent: string): Browser {
	return browsers.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'desktop';
}
