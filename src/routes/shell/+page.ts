/**
 * The empty page that the service worker answers with for every address of the app: it boots the
 * router, which then shows the address that was asked for. Prerendered, so that it can be precached.
 */
export const prerender = true;
export const ssr = false;
