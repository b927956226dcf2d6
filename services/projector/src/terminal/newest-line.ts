import { StringDecoder } from 'node:string_decoder';

/** Longest line shown, in characters. */
const MAX_LINE = 200;

/** Operating system commands and other strings (OSC, DCS, SOS, PM, APC) up to BEL, ST or the end: titles, links, images. */
const STRINGS = /\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\|$)/g;
/** Control sequences that put the cursor elsewhere: what follows is another line to the eye. */
const MOVES = /\x1b\[[0-9;]*[ABEFHfd]/g;
/** All other control sequences (colours, modes, erasures), also one that is cut off by the end. */
const SEQUENCES = /\x1b\[[0-?]*[ -/]*(?:[@-~]|$)/g;
/** Escapes of two or three characters, such as a character set or "save the cursor". */
const SHORT = /\x1b(?:[ -/]+[0-~]?|[0-~]|$)/g;
/** Control characters that leave nothing to see, without BS, LF and CR. */
const CONTROLS = /[\x00-\x07\x09\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]/g;
/** Spinner frames and box drawing say nothing by themselves. */
const SOMETHING_TO_READ = /[\p{L}\p{N}]/u;

/**
 * The newest line with something to read on it, as a person would see it, from the end of a terminal's output. It is a
 * glance for a list, not a terminal: a program that paints all over the screen gets the text that it painted last.
 * @param tail the last bytes of the output; they may begin in the middle of anything
 * @param isWhole whether the tail is all there is, so that its first line is whole
 */
export function newestLine(tail: Uint8Array, isWhole: boolean): string | null {
  const text = new StringDecoder('utf8').write(Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength));
  const plain = (isWhole ? text : afterCut(text))
    .replace(STRINGS, '')
    .replace(MOVES, '\n')
    .replace(SEQUENCES, '')
    .replace(SHORT, '')
    .replace(CONTROLS, '');
  const lines = plain.split('\n');
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = overtyped(lines[index] ?? '').trim();
    if (SOMETHING_TO_READ.test(line)) return [...line].slice(0, MAX_LINE).join('');
  }
  return null;
}

/** Drops what may be the end of an escape or of a character: up to the first line end or escape, if there is one. */
function afterCut(text: string): string {
  const clean = text.search(/[\n\r\x1b]/);
  return clean === -1 ? text : text.slice(clean);
}

/** What carriage returns and backspaces leave of a line. */
function overtyped(line: string): string {
  const cells: string[] = [];
  let column = 0;
  for (const character of line) {
    if (character === '\r') column = 0;
    else if (character === '\b') column = Math.max(0, column - 1);
    else cells[column++] = character;
  }
  return cells.join('');
}
