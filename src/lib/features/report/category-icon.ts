/**
 * The icons a category may name (see `icon` in domain/city/profile). An unknown name shows the
 * question mark: an operator's profile must not break a screen.
 */
import type { Icon } from '$lib/ui/icon';
import Beef from '@lucide/svelte/icons/beef';
import Bug from '@lucide/svelte/icons/bug';
import Building2 from '@lucide/svelte/icons/building-2';
import Car from '@lucide/svelte/icons/car';
import CircleQuestionMark from '@lucide/svelte/icons/circle-question-mark';
import CloudRain from '@lucide/svelte/icons/cloud-rain';
import Construction from '@lucide/svelte/icons/construction';
import Droplets from '@lucide/svelte/icons/droplets';
import Lamp from '@lucide/svelte/icons/lamp';
import Landmark from '@lucide/svelte/icons/landmark';
import Road from '@lucide/svelte/icons/road';
import Sparkles from '@lucide/svelte/icons/sparkles';
import SquareParking from '@lucide/svelte/icons/square-parking';
import Store from '@lucide/svelte/icons/store';
import Trash from '@lucide/svelte/icons/trash-2';
import Trees from '@lucide/svelte/icons/trees';
import Utensils from '@lucide/svelte/icons/utensils';
import Volume from '@lucide/svelte/icons/volume-2';

const icons: Readonly<Record<string, Icon>> = {
	droplets: Droplets,
	bug: Bug,
	'trash-2': Trash,
	sparkles: Sparkles,
	construction: Construction,
	lamp: Lamp,
	'building-2': Building2,
	trees: Trees,
	store: Store,
	utensils: Utensils,
	car: Car,
	'cloud-rain': CloudRain,
	parking: SquareParking,
	beef: Beef,
	'circle-help': CircleQuestionMark,
	'volume-2': Volume,
	road: Road,
	landmark: Landmark
};

/** Names of all icons a category may have. */
export const categoryIconNames: readonly string[] = Object.keys(icons);

/** The drawing for an icon name; the question mark for a name we do not draw. */
export function categoryIcon(name: string): Icon {
	return icons[name] ?? CircleQuestionMark;
}
