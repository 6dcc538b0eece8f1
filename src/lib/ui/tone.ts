/**
 * What a `data-tone` attribute may say: the five tones of work, `alarm` for what is wrong, and the
 * three tones of time. Colours stand in styles/tones.css.
 */
export type PartTone =
	| 'neutral'
	| 'active'
	| 'waiting'
	| 'done'
	| 'stopped'
	| 'alarm'
	| 'approaching'
	| 'overdue'
	| 'severe';
