/**
 * Protocol version and headers of the sync lane. Version 2 asks for check sums, audits and repairs.
 * The server pulls for this version and two older
 * ones; commands of every type version of the last twelve months are accepted for ever after.
 */
export const protocolVersion = 2;
export const oldestProtocolVersion = 1;

/** Marks a genuine answer of ours; a captive portal's page never carries it. */
export const syncHeader = 'x-sync';
export const protocolHeader = 'x-sync-protocol';
