/** Priorities from least to most pressing; the order is the sort order. */
export const priorities = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof priorities)[number];
