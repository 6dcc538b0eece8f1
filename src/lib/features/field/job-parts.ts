/** What a job's page shows beside its first view, fetched in one go once that stands. */
export { default as PendingShotBanner } from '../camera/PendingShotBanner.svelte';
export { default as JobAround } from './JobAround.svelte';
export { default as JobSheets } from './JobSheets.svelte';
export { default as JobWork } from './JobWork.svelte';
