import type { ReadMarks } from '$lib/client/state/read-marks.svelte';
import { createContext } from 'svelte';

const [get, set] = createContext<ReadMarks>();
/** What this person has read on this device; call it while a component starts. */
export const getReadMarks = get;
/** Hands the marks down; whoever opens the device calls it once. */
export const setReadMarks = set;
