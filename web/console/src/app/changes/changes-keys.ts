/** What a key does on the Changes tab. */
export type ChangesKeyAction =
  | 'next-change' | 'previous-change' | 'next-file' | 'previous-file' | 'comment' | 'layout' | 'filter' | 'leave-filter' | 'select' | 'help'
  | 'line-down' | 'line-up' | 'extend-down' | 'extend-up' | 'other-side' | 'clear';

/** Keys that work on the whole tab, none of which opens another page (`shellKey`), with what is said of them on screen. */
export const CHANGES_KEYS: readonly { readonly keys: readonly string[]; readonly words: string }[] = [
  { keys: ['n', 'p'], words: 'next and previous change, on to the next file' },
  { keys: ['j', 'k'], words: 'next and previous file' },
  { keys: ['↓', '↑'], words: 'line by line, with Shift to select' },
  { keys: ['←', '→'], words: 'the line before, the line after' },
  { keys: ['c'], words: 'comment on the selected lines' },
  { keys: ['u'], words: 'unified or side by side' },
  { keys: ['x'], words: 'select the file for a restore' },
  { keys: ['/'], words: 'find a file' },
  { keys: ['Esc'], words: 'clear the selection' },
];

const EVERYWHERE: Readonly<Record<string, ChangesKeyAction>> = {
  n: 'next-change', p: 'previous-change', j: 'next-file', k: 'previous-file', c: 'comment', u: 'layout', x: 'select', '/': 'filter', '?': 'help', Escape: 'clear',
};
/** Arrows move the page, the tree or a menu elsewhere: these are for the diff when it has the focus. */
const IN_DIFF: Readonly<Record<string, ChangesKeyAction>> = {
  ArrowDown: 'line-down', ArrowUp: 'line-up', ArrowLeft: 'other-side', ArrowRight: 'other-side', Enter: 'comment',
};

type Press = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'target'>;

/** The action of a key press; `null` when it is text, a shortcut of the browser, or belongs to a menu or dialog. */
export function changesKey(event: Press): ChangesKeyAction | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const target = event.target as Partial<Pick<Element, 'matches' | 'closest'>> | null;
  if (target?.closest?.('.cdk-overlay-container, dialog')) return null;
  if (target?.matches?.('input, textarea, select')) return event.key === 'Escape' ? 'leave-filter' : null;
  if (target?.matches?.('.diff-lines')) {
    const action = IN_DIFF[event.key];
    if (event.shiftKey && action === 'line-down') return 'extend-down';
    if (event.shiftKey && action === 'line-up') return 'extend-up';
    if (action !== undefined) return action;
  }
  return EVERYWHERE[event.key] ?? null;
}
