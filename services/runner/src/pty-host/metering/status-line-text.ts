/** The line was erased from here on: what stands before is complete. */
export const ERASED = '\x01';
/** The cursor went one cell to the right: some renderers do that in place of writing a space. */
export const ONE_CELL = '\x02';
/** The cursor went somewhere else: what was there before is unknown. */
export const MOVED = '\x03';

/**
 * Escape sequences (ECMA-48): CSI with parameters and a final byte, OSC/DCS/PM/APC strings up to BEL or ST, and short
 * ones. A last one may be cut off by the end of the text.
 */
const ESCAPE = new RegExp(
  [
    '\\x1b\\[([0-?]*)[ -/]*([@-~])', // CSI
    '\\x1b[\\]PX^_][^\\x07\\x1b]*(?:\\x07|\\x1b\\\\)', // strings
    '\\x1b[ -/]*[0-OQ-WYZ\\\\`-~]', // short ones
    '[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1a\\x1c-\\x1f\\x7f]', // controls other than tab, line feed, carriage return and ESC
  ].join('|'),
  'g',
);

/** CSI finals that change neither the cursor nor a cell: colours, modes, reports, window and cursor styles. */
const INVISIBLE_CSI = new Set(['m', 'h', 'l', 'n', 'c', 'q', 't', 'u', 's', 'r', 'p']);

/** What an output says, with escape codes reduced to the three marks that matter for where a number ends. */
export function toMarkedText(raw: string): string {
  return raw.replace(ESCAPE, (sequence, parameters: string | undefined, final: string | undefined) => {
    if (final === undefined) return sequence === '\b' ? MOVED : '';
    if (INVISIBLE_CSI.has(final)) return '';
    if ((final === 'K' || final === 'J') && (parameters === '' || parameters === '0' || parameters === undefined)) return ERASED;
    if (final === 'C' && (parameters === '' || parameters === '1')) return ONE_CELL;
    return MOVED;
  });
}
