/** The start only leads on, by what this device remembers: the server cannot know where to. */
export const ssr = false;
