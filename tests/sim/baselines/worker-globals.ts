/**
 * The globals of a service worker that workbox-background-sync needs, before it is loaded: a
 * registration without the sync event, so that it replays when it is told to, and an IndexedDB.
 */
import 'fake-indexeddb/auto';

const quiet = { __WB_DISABLE_DEV_LOGS: true };
const location = { href: 'https://maydan.test/' };
Object.assign(globalThis, { self: { registration: {}, location, ...quiet }, location, ...quiet });
