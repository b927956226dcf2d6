/** What the keys of a player do to it. */
export interface KeyedPlayer {
  toggle(): void;
  /** @param ms from where it is */
  move(ms: number): void;
  toStart(): void;
  toEnd(): void;
  toMarker(direction: 1 | -1): void;
  search(): void;
}

const STEP_MS = 5000;

/** What a key does; `undefined` when it does nothing. */
export function replayKey(key: string, player: KeyedPlayer): (() => void) | undefined {
  const keys: Readonly<Record<string, () => void>> = {
    ' ': () => player.toggle(),
    ArrowLeft: () => player.move(-STEP_MS),
    ArrowRight: () => player.move(STEP_MS),
    PageDown: () => player.move(-6 * STEP_MS),
    PageUp: () => player.move(6 * STEP_MS),
    Home: () => player.toStart(),
    End: () => player.toEnd(),
    '[': () => player.toMarker(-1),
    ']': () => player.toMarker(1),
    '/': () => player.search(),
  };
  return keys[key];
}
