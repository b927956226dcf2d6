import { type Terminal } from '@xterm/xterm';
import { CharacterSafeTerminal } from '../terminal/character-safe.js';
import { createTerminal } from '../terminal/create-terminal.js';
import { bringRowToMiddle, fitFont, keepCursorInView } from '../terminal/fit-font.js';
import { TerminalFinder } from '../terminal/terminal-finder.js';
import { ReplayPainter, type ReplaySource } from './replay-painter.js';

/**
 * Fewer than a live terminal has: each costs xterm a layout of its scrollbar whenever a snapshot is painted (10,000 of them
 * some 80 ms a seek), and what came before is on the timeline.
 */
const SCROLLBACK_LINES = 2_000;

/** What a replay's screen asks of the page around it. */
export interface ReplayScreenHost extends ReplaySource {
  openLink(target: string): void;
  /** In px; `null` fits the window. */
  fontPx(): number | null;
  sized(cols: number, rows: number): void;
}

/** The terminal of a replay: it paints, and there is no way from it to the session. */
export class ReplayScreen {
  readonly terminal: Terminal;
  private readonly target: CharacterSafeTerminal;
  readonly painter: ReplayPainter;
  private readonly finder: TerminalFinder;
  private readonly observer: ResizeObserver;

  constructor(
    private readonly element: HTMLElement,
    private readonly host: ReplayScreenHost,
  ) {
    // No onData handler, and stdin stays disabled: xterm's answers to old queries go nowhere.
    this.terminal = createTerminal(element, (target) => host.openLink(target), { cursorBlink: false, scrollback: SCROLLBACK_LINES });
    // Nothing in it takes keys: they all belong to the player.
    this.terminal.attachCustomKeyEventHandler(() => false);
    this.terminal.onResize(({ cols, rows }) => {
      host.sized(cols, rows);
      this.fit();
    });
    this.finder = new TerminalFinder(this.terminal);
    this.target = new CharacterSafeTerminal(this.terminal);
    this.painter = new ReplayPainter(this.target, host);
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(element);
  }

  fit(): void {
    fitFont(this.terminal, this.element, this.host.fontPx());
  }

  /** Shows the screen after a chunk, scrolled to its newest line. */
  async show(chunk: number): Promise<void> {
    await this.painter.show(chunk);
    keepCursorInView(this.terminal, this.element);
  }

  /** Marks a text in what can be seen and scrolled to, and scrolls to its newest place; '' takes the marks off. */
  mark(text: string): void {
    this.finder.find(text, 'newest');
    const hit = this.terminal.getSelectionPosition();
    if (hit !== undefined) bringRowToMiddle(this.terminal, this.element, hit.start.y - this.terminal.buffer.active.viewportY);
  }

  dispose(): void {
    this.painter.close();
    this.observer.disconnect();
    this.target.dispose();
    this.terminal.dispose();
  }
}
