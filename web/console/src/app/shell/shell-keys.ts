/** A page that a key opens, from anywhere. */
export type ShellKeyTarget = '/search' | '/watch';

const KEYS: Readonly<Record<string, ShellKeyTarget>> = { s: '/search', S: '/search', w: '/watch', W: '/watch' };

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'defaultPrevented' | 'target'>;

/**
 * The page that a key press opens, or `null`. Ctrl+K is the search, but in a terminal it belongs to the program there;
 * Cmd+K does not. A letter is a letter wherever text can be typed.
 */
export function shellKey(event: Key): ShellKeyTarget | null {
  if (event.defaultPrevented || event.altKey) return null;
  const target = event.target as Partial<Pick<Element, 'matches' | 'closest'>> | null;
  const isIn = (selector: string) => Boolean(target?.closest?.(selector));
  if (isIn('.cdk-overlay-container')) return null;
  if (event.ctrlKey || event.metaKey) {
    const isSearch = event.key.toLowerCase() === 'k' && !event.shiftKey && (event.metaKey || !isIn('.xterm'));
    return isSearch ? '/search' : null;
  }
  if (isIn('.xterm') || target?.matches?.('input:not([type=checkbox]), textarea, select')) return null;
  return KEYS[event.key] ?? null;
}
