/** Permissions that this app once had on this device, so that their loss can be told from a first no. */
import type { PermissionName } from '$lib/client/permissions';

const key = (name: PermissionName) => `maydan.had.${name}`;

/** Whether it was there at the last look, or before it was told of as lost. */
export const hasHad = (name: PermissionName, storage: Pick<Storage, 'getItem'>) =>
	storage.getItem(key(name)) !== null;

/** It is there now. */
export const noteHad = (name: PermissionName, storage: Pick<Storage, 'setItem'>) =>
	storage.setItem(key(name), '1');

/** Its loss has been told. */
export const forgetHad = (name: PermissionName, storage: Pick<Storage, 'removeItem'>) =>
	storage.removeItem(key(name));
