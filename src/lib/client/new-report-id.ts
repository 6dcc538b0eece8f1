import { v7 as uuidv7 } from 'uuid';

/** An id for a report that begins on this device: no other device makes the same one. */
export const newReportId = (): string => uuidv7();
