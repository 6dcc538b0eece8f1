import type { Component } from 'svelte';

/** An icon a part can draw: any component of the icon set, sized in CSS px. */
export type Icon = Component<{ size?: number | string }>;
