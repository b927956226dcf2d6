/** What the console's own keys do in a terminal; everything else belongs to the program in it. */
export type TerminalKey = 'leave' | 'copy' | 'paste' | 'find' | 'larger' | 'smaller' | 'fill';

/** All with Ctrl and Shift. `code` is the place of a key, whatever the layout prints for it. */
const KEYS: Readonly<Record<string, TerminalKey>> = {
  KeyK: 'leave',
  KeyC: 'copy',
  KeyV: 'paste',
  KeyF: 'find',
  Period: 'larger',
  Comma: 'smaller',
  Enter: 'fill',
};

/** What a key press in the terminal is to the console, or `null` when the program gets it. */
export function terminalKey(
  event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>,
  hasSelection: boolean,
): TerminalKey | null {
  if (!event.ctrlKey || !event.shiftKey || event.altKey || event.metaKey) return null;
  const key = KEYS[event.code] ?? null;
  return key === 'copy' && !hasSelection ? null : key;
}
