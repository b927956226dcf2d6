/** Keys that the console keeps for itself; everything else belongs to the program in the terminal. */
export type TerminalKey = 'leave' | 'copy';

/** What a key press in the terminal is to the console, or `null` when the program gets it. */
export function terminalKey(
  event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>,
  hasSelection: boolean,
): TerminalKey | null {
  if (!event.ctrlKey || !event.shiftKey || event.altKey || event.metaKey) return null;
  if (event.code === 'KeyK') return 'leave';
  return event.code === 'KeyC' && hasSelection ? 'copy' : null;
}
