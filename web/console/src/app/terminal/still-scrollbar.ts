import { type Terminal } from '@xterm/xterm';

/** What of xterm (6.0, `Viewport.ts`) its public interface doesn't show. */
interface WithViewport {
  readonly _core: { readonly _viewport?: { _isSyncing: boolean; _sync(): void } };
}

/**
 * Lets a terminal's scroll bar stand still while many lines are painted at once, or follow again. xterm lays it out and
 * sets a timer anew at every line that scrolls: for a snapshot of 2,000 lines that is more work than painting them.
 */
export function setScrollbarStill(terminal: Terminal, isStill: boolean): void {
  const viewport = (terminal as unknown as WithViewport)._core._viewport;
  // There is none before the terminal is in a page, and none to be laid out once it has left it.
  if (viewport === undefined || terminal.element?.isConnected !== true) return;
  viewport._isSyncing = isStill;
  if (!isStill) viewport._sync();
}
