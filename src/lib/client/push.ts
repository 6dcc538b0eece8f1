/**
 * Push on this device: whether the browser can, whether its person wants it, and telling the server.
 *
 * 1. Permission is asked for by a press only.
 * 2. The browser holds the subscription, the server knows it for the session that told of it: at each
 *    start it is told again, so that a new sign-in takes it over.
 */
import { locale } from '$lib/i18n/locale.svelte';
import type { Api } from './api';

export type PushState = 'unsupported' | 'denied' | 'off' | 'on';
type PushApi = Pick<Api, 'pushKey' | 'subscribePush' | 'unsubscribePush'>;

/** How push stands on this device now. */
export async function pushState(): Promise<PushState> {
	const manager = await managerOf();
	if (manager === null) return 'unsupported';
	if (Notification.permission === 'denied') return 'denied';
	const subscription = await manager.getSubscription();
	return subscription !== null && Notification.permission === 'granted' ? 'on' : 'off';
}

/** Asks the person, then the browser, then tells the server; false where one of them said no. */
export async function turnPushOn(api: PushApi): Promise<boolean> {
	if ((await Notification.requestPermission()) !== 'granted') return false;
	const manager = await managerOf();
	const key = await api.pushKey();
	if (manager === null || !key.ok) return false;
	const subscription = await manager.subscribe({
		userVisibleOnly: true,
		applicationServerKey: bytesOf(key.value.publicKey)
	});
	return tell(api, subscription);
}

/** The browser forgets the subscription, and the server as far as it is heard. */
export async function turnPushOff(api: PushApi): Promise<boolean> {
	const subscription = await (await managerOf())?.getSubscription();
	if (!subscription) return true;
	await api.unsubscribePush(subscription.endpoint);
	return subscription.unsubscribe();
}

/** Tells the server of a subscription that the browser still has; nothing where it has none. */
export async function renewPush(api: PushApi): Promise<void> {
	if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
	const subscription = await (await managerOf())?.getSubscription();
	if (subscription) await tell(api, subscription);
}

async function tell(api: PushApi, subscription: PushSubscription): Promise<boolean> {
	const { endpoint } = subscription;
	const [p256dh, auth] = [subscription.getKey('p256dh'), subscription.getKey('auth')];
	if (p256dh === null || auth === null) return false;
	const keys = { p256dh: textOf(p256dh), auth: textOf(auth) };
	return (await api.subscribePush({ endpoint, ...keys, language: locale.current })).ok;
}

async function managerOf(): Promise<PushManager | null> {
	if (typeof Notification === 'undefined' || !('serviceWorker' in navigator)) return null;
	const registration = await navigator.serviceWorker.getRegistration();
	return registration !== undefined && 'pushManager' in registration
		? registration.pushManager
		: null;
}

/** Base64url, as push speaks it. */
export function textOf(bytes: ArrayBuffer): string {
	const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
	return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The bytes of base64url. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
	const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
	return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}
