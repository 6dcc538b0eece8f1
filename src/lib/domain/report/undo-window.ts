/** How long after it an act can be taken back, ms by its device's own clock. */
export const undoWindowMs = 10_000;
