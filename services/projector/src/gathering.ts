/**
 * Events are written this many milliseconds after the first of them. Usage, cost and limit of one request come within a
 * few milliseconds: they make one transaction in place of three, and that is none between a limit and its signal, which
 * takes turns with us (decision 0021).
 */
export const GATHER_EVENTS_MS = 20;

/**
 * The same for terminals and input: what is shown live comes from the log and not from here, so the only one to wait is
 * the newest line in a list. A keystroke and its echo are two messages, and both reach the screen before the disk.
 */
export const GATHER_TERMINAL_MS = 50;
