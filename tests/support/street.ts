/**
 * Pictures of a street for the fake camera and for files that a person chooses: the same corner, with
 * a hole in it or mended. No two `take`s are the same bytes, as with a real camera.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import sharp from 'sharp';

const size = { width: 1280, height: 960 };
const filmFrames = 120;

/** A JPEG of the corner. */
export function streetPicture(isMended: boolean, take = 0): Promise<Buffer> {
	return sharp(Buffer.from(draw(isMended, take)))
		.jpeg({ quality: 82 })
		.toBuffer();
}

/** Writes the mended corner as the film of a fake camera (MJPEG) and returns `file`. */
export async function writeStreetFilm(file: string): Promise<string> {
	if (existsSync(file)) return file;
	mkdirSync(dirname(file), { recursive: true });
	const frames: Buffer[] = [];
	for (let take = 0; take < filmFrames; take += 1) frames.push(await streetPicture(true, take));
	writeFileSync(file, Buffer.concat(frames));
	return file;
}

function draw(isMended: boolean, take: number): string {
	const road = isMended
		? '<path d="M470 700 Q620 640 790 690 Q860 780 720 830 Q540 850 460 780Z" fill="#3c3d40"/>'
		: `<path d="M470 700 Q620 640 790 690 Q860 780 720 830 Q540 850 460 780Z" fill="#6d5a45"/>
			<path d="M520 715 Q630 680 750 712 Q800 770 700 800 Q570 815 515 770Z" fill="#2b241d"/>`;
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">
		<defs>
			<linearGradient id="sky" x2="0" y2="1">
				<stop stop-color="#9fc4da"/><stop offset="1" stop-color="#e9dfc9"/>
			</linearGradient>
			<linearGradient id="road" x2="0" y2="1">
				<stop stop-color="#77757a"/><stop offset="1" stop-color="#56565b"/>
			</linearGradient>
		</defs>
		<rect width="1280" height="960" fill="url(#sky)"/>
		<path d="M0 430 L180 330 L360 400 L600 300 L860 410 L1080 340 L1280 420 V520 H0Z" fill="#b49a7c"/>
		<path d="M0 300 H330 V560 H0Z" fill="#efe3cd"/><path d="M960 250 H1280 V560 H960Z" fill="#e6d6ba"/>
		<g fill="#5f7b86"><rect x="70" y="370" width="60" height="90"/><rect x="200" y="370" width="60" height="90"/>
			<rect x="1020" y="330" width="60" height="90"/><rect x="1150" y="330" width="60" height="90"/></g>
		<rect y="540" width="1280" height="60" fill="#cdbfa6"/>
		<rect y="590" width="1280" height="370" fill="url(#road)"/>
		<path d="M0 590 H1280 V606 H0Z" fill="#d9d2c4"/>
		<g fill="#ece6d8"><path d="M90 880 H290 L270 900 H62Z"/><path d="M900 880 H1100 L1130 900 H918Z"/></g>
		${road}
		<g stroke="#5a4632" stroke-width="14"><path d="M850 560 V300"/></g>
		<g fill="#4f7a4a"><ellipse cx="850" cy="270" rx="120" ry="46"/><ellipse cx="800" cy="300" rx="80" ry="30"/>
			<ellipse cx="905" cy="300" rx="80" ry="30"/></g>
		<rect x="${2 + take * 8}" y="950" width="2" height="2" fill="#fff"/>
	</svg>`;
}
