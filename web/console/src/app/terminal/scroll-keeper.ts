import { type IBuffer, type Terminal } from '@xterm/xterm';
import { ANCHOR_LINES, scrollTo, type ScrollAnchor } from './scroll-anchor.js';

/** Where a person is in a terminal whose content is about to be replaced. */
export function anchorOf(terminal: Terminal): ScrollAnchor {
  const buffer = terminal.buffer.active;
  return {
    atBottom: buffer.viewportY >= buffer.baseY,
    top: buffer.viewportY,
    lines: Array.from({ length: ANCHOR_LINES }, (_, index) => textOf(buffer, buffer.viewportY + index)),
  };
}

/** Scrolls to where the person was. */
export function scrollBack(terminal: Terminal, anchor: ScrollAnchor): void {
  const buffer = terminal.buffer.active;
  const line = scrollTo(anchor, buffer.length, (at) => textOf(buffer, at), buffer.baseY);
  if (line === null) terminal.scrollToBottom();
  else terminal.scrollToLine(line);
}

function textOf(buffer: IBuffer, line: number): string {
  return buffer.getLine(line)?.translateToString(true) ?? '';
}
