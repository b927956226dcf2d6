import { SearchAddon, type ISearchOptions } from '@xterm/addon-search';
import { type Terminal } from '@xterm/xterm';

/** More are counted as "more than". */
export const MOST_HITS = 1_000;
/** Colours must be literal for xterm; the terminal has the same ones in both themes. */
const MARKS = {
  matchBackground: '#2a3a63',
  matchBorder: '#86aaff',
  matchOverviewRuler: '#86aaff',
  activeMatchBackground: '#6b4d00',
  activeMatchBorder: '#f0c674',
  activeMatchColorOverviewRuler: '#f0c674',
} as const;

/** Finds and marks text in what one terminal can scroll back to. */
export class TerminalFinder {
  private readonly addon = new SearchAddon({ highlightLimit: MOST_HITS });

  /** @param changed called with the index of the hit that is shown, from 0, or -1, and with how many there are */
  constructor(
    private readonly terminal: Terminal,
    changed: (index: number, count: number) => void = () => undefined,
  ) {
    terminal.loadAddon(this.addon);
    this.addon.onDidChangeResults(({ resultIndex, resultCount }) => changed(resultIndex, resultCount));
  }

  /**
   * Scrolls to a hit and marks all. `newest` begins at the bottom: that is where a person looks first, and typing on must
   * not jump from hit to hit.
   */
  find(text: string, where: 'newest' | 'next' | 'previous', matchCase = false): void {
    if (text === '') return this.clear();
    const options: ISearchOptions = { caseSensitive: matchCase, decorations: MARKS };
    if (where === 'newest') {
      this.terminal.clearSelection();
      // The addon (0.16) does not see that the case matters now; without its marks it begins anew.
      this.addon.clearDecorations();
    }
    if (where === 'next') this.addon.findNext(text, options);
    else this.addon.findPrevious(text, options);
  }

  clear(): void {
    this.addon.clearDecorations();
    this.terminal.clearSelection();
  }

  dispose(): void {
    this.addon.dispose();
  }
}
