/**
 * Rows and cards of the desk that can be dragged onto a person: with the mouse alone, so that a finger
 * still scrolls. The same is done without a mouse by the dialog of the act.
 *
 * 1. Dragging a ticked report takes all ticked ones along, any other one goes alone.
 * 2. The team comes into sight for as long as something is dragged, and stays if it was there before.
 */
import type { Attachment } from 'svelte/attachments';
import type { Desk } from './desk-context';

/** Makes what carries `data-report` below this element draggable. */
export function dragReports({ choice, view, team }: Desk): Attachment<HTMLElement> {
	return (element) => {
		let hasOpenedTeam = false;

		function onPointerDown({ pointerType, target }: PointerEvent) {
			const row = rowOf(target);
			if (row !== null) row.draggable = pointerType === 'mouse' && !isControl(target);
		}

		function onDragStart(event: DragEvent) {
			const id = rowOf(event.target)?.dataset.report;
			if (id === undefined || event.dataTransfer === null) return;
			const ids = choice.ticked.has(id) ? choice.ticked : new Set([id]);
			const dragged = view.rows.map(({ report }) => report).filter((report) => ids.has(report.id));
			event.dataTransfer.effectAllowed = 'move';
			event.dataTransfer.setData('text/plain', dragged.map(({ number }) => number).join('\n'));
			// A browser gives a drag up whose source moves in the same turn.
			setTimeout(() => {
				team.dragged = dragged;
				hasOpenedTeam = !choice.showsInspectors;
				choice.showsInspectors = true;
			});
		}

		function onDragEnd() {
			team.dragged = null;
			if (hasOpenedTeam) choice.showsInspectors = false;
			hasOpenedTeam = false;
		}

		const { signal, abort } = listening();
		element.addEventListener('pointerdown', onPointerDown, { signal });
		element.addEventListener('dragstart', onDragStart, { signal });
		// At the window: a row may leave the list while it is dragged.
		window.addEventListener('dragend', onDragEnd, { signal });
		return abort;
	};
}

function listening() {
	const controller = new AbortController();
	return { signal: controller.signal, abort: () => controller.abort() };
}

function rowOf(target: EventTarget | null): HTMLElement | null {
	return target instanceof Element ? target.closest<HTMLElement>('[data-report]') : null;
}

/** What is pressed and not carried. */
function isControl(target: EventTarget | null): boolean {
	return target instanceof Element && target.closest('button, input, label') !== null;
}
