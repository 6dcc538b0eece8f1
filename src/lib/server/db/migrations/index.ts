/** Every migration, in the order of its name. A new one is a file here and a row below; old ones never change. */
import type { Migration } from 'kysely/migration';
import { core } from './0001-core';
import { identity } from './0002-identity';
import { recovery } from './0003-recovery';
import { shift } from './0006-shift';
import { routing } from './0007-routing';
import { tablets } from './0008-tablets';
import { savedView } from './0009-saved-view';

export const migrations: Readonly<Record<string, Migration>> = {
	'0001-core': core,
	'0002-identity': identity,
	'0003-recovery': recovery,
	'0006-shift': shift,
	'0007-routing': routing,
	'0008-tablets': tablets,
	'0009-saved-view': savedView
};
