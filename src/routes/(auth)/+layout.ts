/** The way in is answered by the same shell as the app, offline too: rendered in the browser. */
export const ssr = false;
