/** The signed-in screens live in the browser: rendered there, fed by the device's own database. */
export const ssr = false;
