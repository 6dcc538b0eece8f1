/** The outline of the eight-pointed star (two squares, one turned by 45°) in a box of 64 by 64. */
export const starPath =
	'M63.25 32L54.1 41.15L54.1 54.1L41.15 54.1L32 63.25L22.85 54.1L9.9 54.1L9.9 41.15L0.75 32L9.9 22.85L9.9 9.9L22.85 9.9L32 0.75L41.15 9.9L54.1 9.9L54.1 22.85Z';
