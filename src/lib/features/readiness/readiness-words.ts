/** The lines of the check in words: what was looked at, how it stands, and where its remedy lies. */
import type { Browser, PermissionName } from '$lib/client/permissions';
import type { Format } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import type { Icon } from '$lib/ui/icon';
import type { PartTone } from '$lib/ui/tone';
import Battery from '@lucide/svelte/icons/battery-medium';
import Bell from '@lucide/svelte/icons/bell';
import Camera from '@lucide/svelte/icons/camera';
import CircleAlert from '@lucide/svelte/icons/circle-alert';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleHelp from '@lucide/svelte/icons/circle-question-mark';
import CircleX from '@lucide/svelte/icons/circle-x';
import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import Clock from '@lucide/svelte/icons/clock';
import HardDrive from '@lucide/svelte/icons/hard-drive';
import Images from '@lucide/svelte/icons/images';
import KeyRound from '@lucide/svelte/icons/key-round';
import LocateFixed from '@lucide/svelte/icons/locate-fixed';
import Map from '@lucide/svelte/icons/map';
import PackageCheck from '@lucide/svelte/icons/package-check';
import RefreshCw from '@lucide/svelte/icons/refresh-cw';
import { clockWords, roomWords } from '../settings/device-words';
import { daysLeft, type CheckName, type Facts, type Light } from './readiness';

/** What a line is called, and its picture. */
export const checkLooks: Readonly<Record<CheckName, { label: () => string; icon: Icon }>> = {
	jobs: { label: m.readiness_jobs, icon: ClipboardList },
	contact: { label: m.readiness_contact, icon: RefreshCw },
	session: { label: m.readiness_session, icon: KeyRound },
	app: { label: m.readiness_app, icon: PackageCheck },
	photos: { label: m.readiness_photos, icon: Images },
	map: { label: m.readiness_map, icon: Map },
	space: { label: m.readiness_space, icon: HardDrive },
	location: { label: m.readiness_location, icon: LocateFixed },
	camera: { label: m.readiness_camera, icon: Camera },
	notifications: { label: m.readiness_notifications, icon: Bell },
	clock: { label: m.readiness_clock, icon: Clock },
	battery: { label: m.readiness_battery, icon: Battery }
};

/** Icon, word and tone of a light: never the colour alone. */
export const lightLooks: Readonly<
	Record<Light, { word: () => string; tone: PartTone; icon: Icon }>
> = {
	good: { word: m.readiness_light_good, tone: 'done', icon: CircleCheck },
	fair: { word: m.readiness_light_fair, tone: 'waiting', icon: CircleAlert },
	bad: { word: m.readiness_light_bad, tone: 'alarm', icon: CircleX },
	unknown: { word: m.readiness_light_unknown, tone: 'neutral', icon: CircleHelp }
};

/** How a line stands, in one sentence. */
export function checkText(name: CheckName, facts: Facts, format: Format): string {
	return texts[name](facts, format);
}

const counted = (count: number, format: Format) => ({ count, shown: format.number(count) });

const texts: Readonly<Record<CheckName, (facts: Facts, format: Format) => string>> = {
	jobs: ({ isComplete, jobs }, format) =>
		isComplete ? m.readiness_jobs_n(counted(jobs, format)) : m.readiness_jobs_not_yet(),
	contact: ({ lastContactAt, now }, format) =>
		lastContactAt === null
			? m.settings_contact_never()
			: m.readiness_contact_at({ when: format.relative(lastContactAt, now) }),
	session: (facts, format) => {
		if (facts.isLocked) return m.readiness_session_over();
		return m.readiness_session_days(counted(daysLeft(facts) ?? 0, format));
	},
	app: ({ isAppKept, hasUpdate }) => {
		if (!isAppKept) return m.readiness_app_not_kept();
		return hasUpdate ? m.shell_update_ready() : m.readiness_app_kept();
	},
	photos: ({ photos }, format) => {
		if (photos === null) return m.readiness_not_told();
		if (photos.wanted === 0) return m.readiness_photos_none();
		const [kept, wanted] = [photos.kept, photos.wanted].map((count) => format.number(count));
		return m.readiness_photos_of({ kept: kept ?? '', wanted: wanted ?? '' });
	},
	map: ({ map: { kind } }) =>
		({
			whole: m.readiness_map_whole,
			part: m.readiness_map_part,
			sketch: m.readiness_map_sketch
		})[kind](),
	space: ({ storage }, format) =>
		storage === null ? m.readiness_not_told() : roomWords(storage.photosLeft, format),
	location: ({ permissions }) => permissionText[permissions.location](),
	camera: ({ permissions }) => permissionText[permissions.camera](),
	notifications: ({ permissions }) => permissionText[permissions.notifications](),
	clock: ({ skewMs }, format) => clockWords(skewMs, format),
	battery: ({ battery }, format) => {
		if (battery === null) return m.readiness_not_told();
		const level = format.percent(battery.level);
		return battery.isCharging ? m.readiness_battery_charging({ level }) : level;
	}
};

const permissionText = {
	granted: m.readiness_allowed,
	prompt: m.readiness_not_asked,
	denied: m.readiness_denied,
	unknown: m.readiness_not_told
} as const;

const whatOf: Readonly<Record<PermissionName, () => string>> = {
	location: m.readiness_location,
	camera: m.readiness_camera,
	notifications: m.readiness_notifications
};

/** Where a permission that was refused, or forgotten, is given again in this browser. */
export function permissionPath(name: PermissionName, browser: Browser): string {
	const what = whatOf[name]();
	switch (browser) {
		case 'ios':
			return m.readiness_path_ios({ what });
		case 'firefox':
			return m.readiness_path_firefox({ what });
		case 'samsung':
			return m.readiness_path_samsung({ what });
		case 'android':
			return m.readiness_path_android({ what });
		case 'desktop':
			return m.readiness_path_desktop({ what });
	}
}
