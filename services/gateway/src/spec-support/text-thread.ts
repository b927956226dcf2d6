/** The program of the thread that makes texts, for `threadProgram`. */
export const TEXT_THREAD = 'services/gateway/src/terminal/text-thread-main.ts';
