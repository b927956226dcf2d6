import type { RecordTerminal } from './record-terminal.js';

const MOUSE_PROTOCOLS: Readonly<Record<string, number>> = { X10: 9, VT200: 1000, DRAG: 1002, ANY: 1003 };
const MOUSE_ENCODINGS: Readonly<Record<string, number>> = { SGR: 1006, SGR_PIXELS: 1016 };
const CURSOR_STYLES = { block: 1, underline: 3, bar: 5 } as const;

/** The escape codes that set a new terminal's modes to those of a terminal. None of them moves the cursor. */
export function modeCodes({ internals, terminal, blinks }: RecordTerminal): string {
  const { coreService: { decPrivateModes: modes, isCursorHidden }, coreMouseService: mouse } = internals;
  const on: (number | undefined | false)[] = [
    modes.applicationCursorKeys && 1,
    modes.applicationKeypad && 66,
    modes.bracketedPasteMode && 2004,
    modes.reverseWraparound && 45,
    modes.sendFocus && 1004,
    blinks === true && 12,
    MOUSE_PROTOCOLS[mouse.activeProtocol],
    MOUSE_ENCODINGS[mouse.activeEncoding],
    modes.synchronizedOutput && 2026,
  ];
  const off: (number | false)[] = [!modes.wraparound && 7, blinks === false && 12, isCursorHidden && 25];
  return privateModes(on, 'h') + privateModes(off, 'l') + cursorStyle(modes) + (terminal.options.convertEol === true ? '\x1b[20h' : '');
}

function privateModes(numbers: readonly (number | undefined | false)[], final: 'h' | 'l'): string {
  const chosen = numbers.filter((number) => typeof number === 'number');
  return chosen.length === 0 ? '' : `\x1b[?${chosen.join(';')}${final}`;
}

function cursorStyle({ cursorStyle: style, cursorBlink }: RecordTerminal['internals']['coreService']['decPrivateModes']): string {
  if (style === undefined) return '';
  return `\x1b[${CURSOR_STYLES[style] + (cursorBlink === true ? 0 : 1)} q`;
}
