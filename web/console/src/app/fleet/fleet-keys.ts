/** What a key does on the fleet page. */
export type FleetKeyAction = 'filter' | 'leave-filter' | 'new' | 'next' | 'previous' | 'select' | 'clear';

const KEYS: Readonly<Record<string, FleetKeyAction>> = {
  '/': 'filter',
  n: 'new',
  N: 'new',
  j: 'next',
  k: 'previous',
  x: 'select',
  Escape: 'clear',
};

/** The action of a key press, or `null` when it is text, or a shortcut of the browser, or belongs to a dialog. */
export function fleetKey(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'target'>): FleetKeyAction | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const target = event.target as Partial<Pick<Element, 'matches' | 'closest'>> | null;
  if (target?.closest?.('.cdk-overlay-container')) return null;
  if (target?.matches?.('input:not([type=checkbox]), textarea, select')) return event.key === 'Escape' ? 'leave-filter' : null;
  return KEYS[event.key] ?? null;
}
