import { guardParser } from '@agents-fleet/terminal/parser-guard';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal, type ITerminalOptions, type ITheme } from '@xterm/xterm';
import { FONT_SIZE_PX } from './font-size.js';

/** Lines above the screen that can be scrolled back to; the whole record is in the replay. */
const SCROLLBACK_LINES = 10_000;
/** Times the font's own height: 18 px, close enough that box-drawing characters join. */
const LINE_HEIGHT = 1.1;

/**
 * A terminal in the console's colours, which are the same in both themes: agents choose ANSI colours for a dark screen.
 * Clipboard access by escape code (OSC 52) stays off: xterm ignores it unless an addon is loaded.
 * @param openLink called with the target of a link that was clicked, in the text or by escape code
 */
export function createTerminal(element: HTMLElement, openLink: (target: string) => void, options: ITerminalOptions = {}): Terminal {
  const terminal = new Terminal({
    // The marks of the search are drawn through it.
    allowProposedApi: true,
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    disableStdin: true,
    fontFamily: token(element, '--font-mono'),
    fontSize: FONT_SIZE_PX,
    lineHeight: LINE_HEIGHT,
    scrollback: SCROLLBACK_LINES,
    theme: theme(element),
    linkHandler: { activate: (_event, target) => openLink(target), allowNonHttpProtocols: false },
    ...options,
  });
  guardParser(terminal);
  terminal.loadAddon(new WebLinksAddon((_event, target) => openLink(target)));
  terminal.open(element);
  return terminal;
}

/** The fonts must be here before the terminal measures its cells. */
export async function terminalFontReady(element: HTMLElement): Promise<void> {
  await document.fonts.load(`${FONT_SIZE_PX}px ${token(element, '--font-mono')}`);
}

/** The lines on the screen, without escape codes. */
export function screenText(terminal: Terminal): string {
  const buffer = terminal.buffer.active;
  const lines = Array.from({ length: terminal.rows }, (_, row) => buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '');
  return lines.join('\n').trimEnd();
}

function theme(element: HTMLElement): ITheme {
  const colour = (name: string) => token(element, `--term-${name}`);
  return {
    background: colour('bg'),
    foreground: colour('fg'),
    cursor: colour('fg'),
    selectionBackground: colour('sel'),
    red: colour('red'),
    green: colour('green'),
    yellow: colour('yellow'),
    blue: colour('blue'),
    magenta: colour('magenta'),
    cyan: colour('cyan'),
    brightBlack: colour('dim'),
  };
}

function token(element: HTMLElement, name: string): string {
  return getComputedStyle(element).getPropertyValue(name).trim();
}
