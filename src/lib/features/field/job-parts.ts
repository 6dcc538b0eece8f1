/**
 * What a job's page shows below its first view, fetched in one go beside it. What opens over the page
 * (camera, sheets) comes at the same time, apart: nothing on the page waits for it.
 */
export { teamNearby } from '$lib/client/state/team-nearby.svelte';
export { default as PendingShotBanner } from '../camera/PendingShotBanner.svelte';
export { default as JobAround } from './JobAround.svelte';
export { default as JobWork } from './JobWork.svelte';
export { nearbyReports } from './nearby-reports';
