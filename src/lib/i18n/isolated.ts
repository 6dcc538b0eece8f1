/** A number, code or device name that keeps its own direction inside a sentence (first strong isolate). */
export const isolated = (text: string) => `\u2068${text}\u2069`;
