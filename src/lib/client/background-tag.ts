/** The name under which a page asks the browser to sync for it once there is a line. */
export const backgroundTag = 'maydan-sync';
