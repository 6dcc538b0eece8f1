/** Hands the measurements of this folder to whoever drives the page. */
import '$lib/styles/index.css';
import { bareEnqueue, enqueue } from './enqueue.svelte';
import { drain, bareUpload, bareUploads } from './drain.svelte';
import { bareSync, firstSync } from './first-sync.svelte';
import { paintCircles, paintMap } from './map-paint';
import { plainTus } from './plain-tus';
import './contract';

window.bench = {
	...{ firstSync, bareSync, drain, bareUpload, bareUploads, enqueue, bareEnqueue },
	...{ paintMap, paintCircles, plainTus }
};
