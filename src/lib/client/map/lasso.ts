/**
 * A line that a person draws over the map with one finger or the mouse, and what lies inside it.
 *
 * 1. While it is open the map under it does not move.
 * 2. It ends with the line: whoever wants to draw again opens it again.
 * Spots are CSS px from the upper left corner of the map.
 */

/** Whether a spot lies inside the drawn line. */
export type IsInside = (x: number, y: number) => boolean;

const svg = 'http://www.w3.org/2000/svg';

/** Lays itself over `host` until a line is drawn; returns what calls it off. */
export function openLasso(host: HTMLElement, ondrawn: (isInside: IsInside) => void): () => void {
	const sheet = document.createElementNS(svg, 'svg');
	const line = document.createElementNS(svg, 'polygon');
	sheet.classList.add('map-lasso');
	sheet.append(line);
	host.append(sheet);
	const drawn: [x: number, y: number][] = [];

	const draw = ({ clientX, clientY }: PointerEvent) => {
		const { left, top } = sheet.getBoundingClientRect();
		drawn.push([clientX - left, clientY - top]);
		line.setAttribute('points', drawn.map((spot) => spot.join(',')).join(' '));
	};
	const begin = (event: PointerEvent) => {
		if (event.button !== 0 || !event.isPrimary) return;
		sheet.setPointerCapture(event.pointerId);
		drawn.length = 0;
		draw(event);
	};
	const go = (event: PointerEvent) => {
		if (drawn.length > 0 && event.isPrimary) draw(event);
	};
	const end = (event: PointerEvent) => {
		if (drawn.length === 0 || !event.isPrimary) return;
		draw(event);
		sheet.remove();
		ondrawn(insideOf(drawn));
	};
	const giveUp = () => {
		drawn.length = 0;
		line.removeAttribute('points');
	};
	sheet.addEventListener('pointerdown', begin);
	sheet.addEventListener('pointermove', go);
	sheet.addEventListener('pointerup', end);
	sheet.addEventListener('pointercancel', giveUp);
	// The map reads the same fingers by older events.
	for (const name of ['mousedown', 'touchstart', 'click', 'dblclick', 'wheel']) {
		sheet.addEventListener(name, (event) => event.stopPropagation());
	}
	return () => sheet.remove();
}

/** The browser's own test of a closed path. */
function insideOf(spots: readonly (readonly [x: number, y: number])[]): IsInside {
	const path = new Path2D(`M${spots.map((spot) => spot.join(' ')).join('L')}Z`);
	const context = document.createElement('canvas').getContext('2d');
	return (x, y) => context?.isPointInPath(path, x, y) === true;
}
