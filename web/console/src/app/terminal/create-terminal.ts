import { guardParser } from '@agents-fleet/terminal/parser-guard';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal, type ITerminalOptions } from '@xterm/xterm';
import { FONT_SIZE_PX } from './font-size.js';
import { shareWidths } from './shared-widths.js';
import { terminalLook } from './terminal-look.js';

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
    fontSize: FONT_SIZE_PX,
    lineHeight: LINE_HEIGHT,
    scrollback: SCROLLBACK_LINES,
    linkHandler: { activate: (_event, target) => openLink(target), allowNonHttpProtocols: false },
    ...terminalLook(),
    ...options,
  });
  guardParser(terminal);
  terminal.loadAddon(new WebLinksAddon((_event, target) => openLink(target)));
  terminal.open(element);
  shareWidths(terminal);
  return terminal;
}

/** The lines on the screen, without escape codes. */
export function screenText(terminal: Terminal): string {
  const buffer = terminal.buffer.active;
  const lines = Array.from({ length: terminal.rows }, (_, row) => buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '');
  return lines.join('\n').trimEnd();
}
