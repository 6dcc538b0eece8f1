import type { Icon } from './icon';

/** A line of a menu: an act or a way, or `line`, which separates groups. */
export type MenuEntry =
	| 'line'
	| {
			label: string;
			hint?: string;
			icon?: Icon;
			href?: string;
			/** Leads out of the app: opens beside it. */
			isOutside?: boolean;
			onselect?: () => void;
			disabled?: boolean;
			danger?: boolean;
	  };
