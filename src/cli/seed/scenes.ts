/**
 * Draws the demo's photos: simple pictures of a street before and after, one pair per kind of
 * trouble. Drawn by us, the same bytes at every seeding; marked as drawings so that nobody takes
 * them for evidence.
 */
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { DemoPhoto } from './life';

const width = 1280;
const height = 960;

export interface Scene {
	before: DemoPhoto;
	after: DemoPhoto;
}

/** What is wrong, by sector of the category; other sectors show waste. */
const troubles = {
	road: `<path d="M520 720 l90-46 130 12 92 40 -40 62 -150 26 -116 -38z" fill="#2c2a28"/><path d="M548 724 l70-30 112 10 70 32 -30 38 -128 20 -88 -30z" fill="#171614"/><path d="M500 690 l-70-40 M840 700 l90-30 M610 800 l-30 66" stroke="#3a3734" stroke-width="7" fill="none"/>`,
	water: `<ellipse cx="640" cy="760" rx="390" ry="92" fill="#4d5a4a"/><ellipse cx="620" cy="750" rx="300" ry="60" fill="#65735c"/><ellipse cx="600" cy="742" rx="120" ry="22" fill="#8b9780"/><rect x="585" y="690" width="110" height="26" rx="13" fill="#33302d"/>`,
	waste: `<g><path d="M420 800 q20-130 110-120 q90-70 160 10 q120-20 140 110z" fill="#3d4146"/><path d="M470 795 q40-90 110-70 q60 10 70 70z" fill="#25282c"/><rect x="700" y="700" width="130" height="95" fill="#a8814f" transform="rotate(-7 765 748)"/><path d="M700 725 h130" stroke="#7d5d35" stroke-width="6" transform="rotate(-7 765 748)"/><rect x="390" y="760" width="70" height="46" fill="#c9c2b2" transform="rotate(12 420 780)"/></g>`,
	light: `<path d="M820 760 L850 300 q4-60 70-60" stroke="#565b60" stroke-width="18" fill="none" transform="rotate(13 830 760)"/><path d="M560 800 l60 -20 40 30 70 -26" stroke="#22201e" stroke-width="10" fill="none"/>`,
	green: `<path d="M330 720 C470 640 620 700 900 650" stroke="#5d4630" stroke-width="42" fill="none"/><g fill="#4c6b3c"><circle cx="860" cy="640" r="90"/><circle cx="950" cy="690" r="80"/><circle cx="790" cy="700" r="70"/><circle cx="900" cy="740" r="74"/></g>`,
	car: `<g><path d="M400 760 q10-60 70-66 l60-66 q10-12 30-12 h180 q20 0 34 14 l60 62 q70 6 74 68 v26 h-508z" fill="#8a8275"/><path d="M552 690 l44-52 h70 v52z M686 690 v-52 h60 l50 52z" fill="#3d4247"/><circle cx="510" cy="790" r="46" fill="#26231f"/><circle cx="800" cy="796" r="40" fill="#26231f"/><path d="M420 720 h90 M760 730 h110" stroke="#6d655a" stroke-width="8"/></g>`
} as const;
type Trouble = keyof typeof troubles;

const troubleOfSector: Readonly<Record<string, Trouble>> = {
	'roads-lighting': 'road',
	building: 'road',
	cleanliness: 'waste',
	parks: 'green',
	markets: 'waste',
	'food-health': 'waste',
	pests: 'water',
	urban: 'car',
	'rain-wadi': 'water',
	parking: 'light'
};

/** Draws every pair and hands the bytes to `store`; the function it returns names the pair of a category. */
export async function drawScenes(
	store: (sha256: string, bytes: Uint8Array) => Promise<void>
): Promise<(category: { sector: string; icon: string }) => Scene> {
	const scenes = new Map<Trouble, Scene>();
	for (const trouble of Object.keys(troubles) as Trouble[]) {
		scenes.set(trouble, {
			before: await draw(street(troubles[trouble], 'قبل'), store),
			after: await draw(street('', 'بعد', trouble), store)
		});
	}
	return ({ sector, icon }) => {
		const byIcon: Trouble | undefined =
			icon === 'droplets' ? 'water' : icon === 'lamp' ? 'light' : undefined;
		const scene = scenes.get(byIcon ?? troubleOfSector[sector] ?? 'waste');
		if (scene === undefined) throw new Error(`No scene for the sector ${sector}`);
		return scene;
	};
}

async function draw(
	svg: string,
	store: (sha256: string, bytes: Uint8Array) => Promise<void>
): Promise<DemoPhoto> {
	const bytes = await sharp(Buffer.from(svg)).jpeg({ quality: 80 }).toBuffer();
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	await store(sha256, bytes);
	return { sha256, size: bytes.length, width, height };
}

/** A street of low white houses under the hills; `mended` leaves a trace of the work done. */
function street(trouble: string, word: string, mended?: Trouble): string {
	const trace =
		mended === 'road'
			? '<path d="M480 690 l380-20 40 120 -430 30z" fill="#4a4742"/>'
			: mended === 'light'
				? '<path d="M850 760 V300 q0-60 -70-60" stroke="#565b60" stroke-width="18" fill="none"/><circle cx="772" cy="252" r="22" fill="#ffe9a8"/>'
				: mended === 'water'
					? '<ellipse cx="640" cy="745" rx="70" ry="24" fill="#3f3c38"/><ellipse cx="640" cy="742" rx="58" ry="18" fill="#6a655d"/>'
					: mended === undefined
						? ''
						: '<path d="M380 800 h520" stroke="#8c8578" stroke-width="4" stroke-dasharray="30 22"/>';
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#8fb6cf"/><stop offset="1" stop-color="#e4e6dc"/></linearGradient></defs>
<rect width="${width}" height="${height}" fill="url(#sky)"/>
<path d="M0 430 L150 300 L290 380 L450 250 L640 390 L800 290 L980 400 L1120 310 L1280 400 V560 H0z" fill="#9b8a78"/>
<path d="M0 470 L220 390 L420 460 L700 380 L960 470 L1280 420 V580 H0z" fill="#857463"/>
<g fill="#f1ece1" stroke="#d8cfbe" stroke-width="4"><rect x="40" y="420" width="260" height="180"/><rect x="320" y="380" width="200" height="220"/><rect x="760" y="400" width="240" height="200"/><rect x="1020" y="440" width="250" height="160"/></g>
<g fill="#7b8c8f"><rect x="90" y="470" width="44" height="60"/><rect x="200" y="470" width="44" height="60"/><rect x="370" y="430" width="40" height="56"/><rect x="440" y="430" width="40" height="56"/><rect x="820" y="460" width="44" height="60"/><rect x="910" y="460" width="44" height="60"/><rect x="1090" y="490" width="40" height="50"/></g>
<rect y="596" width="${width}" height="44" fill="#cfc6b4"/><rect y="640" width="${width}" height="320" fill="#77716a"/>
<path d="M0 900 h180 M300 900 h180 M600 900 h180 M900 900 h180 M1200 900 h80" stroke="#e9e4d6" stroke-width="10"/>
${trace}${trouble}
<g font-family="sans-serif" font-size="26" transform="translate(0 864)"><rect x="24" y="24" width="150" height="48" rx="8" fill="#1c2b33" opacity=".72"/><text x="99" y="57" fill="#fff" text-anchor="middle">${word} · demo</text></g></svg>`;
}
