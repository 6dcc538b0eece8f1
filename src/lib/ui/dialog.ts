import type { Snippet } from 'svelte';

export interface DialogProps {
	open?: boolean;
	title: string;
	text?: string;
	closeLabel: string;
	size?: 'regular' | 'wide';
	/** Work is under way: neither Escape nor a press outside closes. */
	locked?: boolean;
	/** Comes uninvited and must be answered: screen readers say it at once. */
	alert?: boolean;
	onclose?: () => void;
	children?: Snippet;
	/** The acts, the main one last in reading order. */
	actions?: Snippet;
}

export interface SheetProps {
	open?: boolean;
	title: string;
	closeLabel: string;
	side?: 'end' | 'start' | 'bottom';
	onclose?: () => void;
	children: Snippet;
	actions?: Snippet;
}
