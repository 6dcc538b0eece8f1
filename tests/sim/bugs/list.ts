/** The twenty mistakes that the proof of sync must be able to see (sync design, section 4). */
import type { Bug } from './bug';
import { clientBugs } from './client-bugs';
import { feedBugs } from './feed-bugs';
import { serverBugs } from './server-bugs';

export const bugs: readonly Bug[] = [...clientBugs, ...serverBugs, ...feedBugs];
