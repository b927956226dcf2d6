/** Chromium lets a page keep Esc, which belongs to the program; holding it still leaves the full screen. */
type LockingNavigator = Navigator & { readonly keyboard?: { lock(keys: string[]): Promise<void>; unlock(): void } };

/**
 * Asks the browser for the full screen, for the whole page: menus and dialogs are beside the terminal. A browser that
 * refuses leaves the window filled.
 */
export function fillScreen(): void {
  document.documentElement
    .requestFullscreen?.()
    .then(() => (navigator as LockingNavigator).keyboard?.lock(['Escape']))
    // Refused, by the browser or by its settings: the window stays filled, and nothing else was asked for.
    .catch(() => undefined);
}

export function leaveFullScreen(): void {
  (navigator as LockingNavigator).keyboard?.unlock();
  // It may have been left already, by the browser's own key.
  if (document.fullscreenElement !== null) void document.exitFullscreen().catch(() => undefined);
}
