import { isDeepStrictEqual } from 'node:util';
import { canonical, canonicalExtended, COMBINED, HAS_EXTENDED, WORDS_PER_CELL } from './cells.js';
import type { EmulatorBuffer, EmulatorRow, ExtendedAttributes } from './emulator-internals.js';
import type { RecordTerminal } from './record-terminal.js';
import { tabStops } from './tab-stops.js';

/**
 * In what two terminals differ: a cell of a screen or above it with its attributes, the cursor, or anything that the next
 * byte could depend on.
 * @returns the first difference in words; `null`: the next bytes do the same to both
 */
export function differenceBetween(a: RecordTerminal, b: RecordTerminal): string | null {
  const [ofA, ofB] = [settingsOf(a), settingsOf(b)];
  for (const [name, value] of Object.entries(ofA)) {
    const other = ofB[name];
    if (!isDeepStrictEqual(value, other)) return `${name}: ${JSON.stringify(value)} and ${JSON.stringify(other)}`;
  }
  const [buffersA, buffersB] = [a.internals.buffers, b.internals.buffers];
  return rowsDiffer('normal', buffersA.normal, buffersB.normal, a, b) ?? rowsDiffer('alternate', buffersA.alt, buffersB.alt, a, b);
}

function settingsOf(record: RecordTerminal): Record<string, unknown> {
  const { terminal, internals, links, letters, blinks } = record;
  const { buffers, coreService, coreMouseService, _charsetService, _inputHandler } = internals;
  const { fg, bg, extended } = _inputHandler._curAttrData;
  return {
    size: [terminal.cols, terminal.rows],
    screen: terminal.buffer.active.type,
    parser: [_inputHandler._parser.currentState, ...(_inputHandler._utf8Decoder.interim)],
    joins: _inputHandler._parser.precedingJoinState,
    normal: bufferSettings(record, buffers.normal),
    alternate: bufferSettings(record, buffers.alt),
    attributes: [canonical(fg), canonical(bg), canonicalExtended(extended._ext), links.link(extended.urlId)],
    characterSets: [_charsetService.glevel, letters.get(_charsetService.charset), ...[0, 1, 2, 3].map((level) => letters.get(_charsetService._charsets[level]))],
    modes: { ...coreService.decPrivateModes },
    insert: coreService.modes.insertMode,
    newline: terminal.options.convertEol,
    mouse: [coreMouseService.activeProtocol, coreMouseService.activeEncoding],
    cursor: [coreService.isCursorHidden, blinks],
  };
}

function bufferSettings({ internals, letters }: RecordTerminal, buffer: EmulatorBuffer): object {
  const { normal, active } = internals.buffers;
  return {
    // The alternate screen's cursor is set when a program turns to it.
    cursor: buffer === normal || buffer === active ? [buffer.x, buffer.y, buffer.ybase] : null,
    saved: [buffer.savedX, buffer.savedY],
    savedAttributes: [canonical(buffer.savedCurAttrData.fg), canonical(buffer.savedCurAttrData.bg), letters.get(buffer.savedCharset)],
    region: [buffer.scrollTop, buffer.scrollBottom],
    tabs: tabStops(buffer),
  };
}

function rowsDiffer(name: string, a: EmulatorBuffer, b: EmulatorBuffer, recordA: RecordTerminal, recordB: RecordTerminal): string | null {
  if (a.lines.length !== b.lines.length) return `${name} rows: ${a.lines.length} and ${b.lines.length}`;
  for (let index = 0; index < a.lines.length; index += 1) {
    const [rowA, rowB] = [a.lines.get(index), b.lines.get(index)];
    if (rowA === undefined || rowB === undefined) return `${name} row ${index} is missing`;
    if (rowA.isWrapped !== rowB.isWrapped) return `${name} row ${index} goes on from the one before: ${String(rowA.isWrapped)} and ${String(rowB.isWrapped)}`;
    if (rowA.length !== rowB.length) return `${name} row ${index} columns: ${rowA.length} and ${rowB.length}`;
    const column = differentCell(rowA, rowB, recordA, recordB);
    if (column !== -1) return `${name} row ${index} column ${column}: ${cellText(rowA, column)} and ${cellText(rowB, column)}`;
  }
  return null;
}

/** @returns the first column that differs; -1: none */
function differentCell(a: EmulatorRow, b: EmulatorRow, recordA: RecordTerminal, recordB: RecordTerminal): number {
  const [dataA, dataB] = [a._data, b._data];
  for (let at = 0; at < dataA.length; at += WORDS_PER_CELL) {
    const content = dataA[at] as number;
    const bg = dataA[at + 2] as number;
    if (content !== dataB[at]) return at / WORDS_PER_CELL;
    if (dataA[at + 1] !== dataB[at + 1] && canonical(dataA[at + 1] as number) !== canonical(dataB[at + 1] as number)) return at / WORDS_PER_CELL;
    if (bg !== dataB[at + 2] && canonical(bg) !== canonical(dataB[at + 2] as number)) return at / WORDS_PER_CELL;
    if ((content & COMBINED) === 0 && (bg & HAS_EXTENDED) === 0) continue;
    const column = at / WORDS_PER_CELL;
    if ((content & COMBINED) !== 0 && a._combined[column] !== b._combined[column]) return column;
    if ((bg & HAS_EXTENDED) !== 0 && extendedText(a._extendedAttrs[column], recordA) !== extendedText(b._extendedAttrs[column], recordB)) return column;
  }
  return -1;
}

function extendedText(extended: ExtendedAttributes | undefined, { links }: RecordTerminal): string {
  return `${canonicalExtended(extended?._ext ?? 0)} ${links.link(extended?.urlId ?? 0)}`;
}

function cellText(row: EmulatorRow, column: number): string {
  const at = column * WORDS_PER_CELL;
  const words = Array.from(row._data.subarray(at, at + WORDS_PER_CELL), (word) => word.toString(16)).join(' ');
  return JSON.stringify(`${row.translateToString(false, column, column + 1)} (${words})`);
}
