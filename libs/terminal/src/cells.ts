/**
 * How the emulator keeps a cell: three 32-bit words. Bits as in xterm.js 6.0, `src/common/buffer/Constants.ts`.
 */
export const WORDS_PER_CELL = 3;

/** Of a cell's first word: its code point, or a flag that it has several. Both zero: nothing was written there. */
export const CONTENT_MASK = 0x3f_ffff;
export const CODE_POINT_MASK = 0x1f_ffff;
export const COMBINED = 0x20_0000;
/** Columns that the character takes; 0 for the right half of a wide one. */
export const WIDTH_SHIFT = 22;
/** The first word of a cell where nothing was written. */
export const EMPTY_CONTENT = 1 << WIDTH_SHIFT;

/** Colours, in the second word (foreground) and the third (background). */
export const COLOR_MODE_MASK = 0x300_0000;
export const PALETTE_16 = 0x100_0000;
export const PALETTE_256 = 0x200_0000;
export const RGB = 0x300_0000;
export const COLOR_MASK = COLOR_MODE_MASK | 0xff_ffff;

/** Flags of the second word. */
export const INVERSE = 0x400_0000;
export const BOLD = 0x800_0000;
export const UNDERLINE = 0x1000_0000;
export const BLINK = 0x2000_0000;
export const INVISIBLE = 0x4000_0000;
export const STRIKETHROUGH = 0x8000_0000;

/** Flags of the third word. */
export const ITALIC = 0x400_0000;
export const DIM = 0x800_0000;
/** The cell has a link, or a style or colour of its underline. */
export const HAS_EXTENDED = 0x1000_0000;
export const PROTECTED = 0x2000_0000;
export const OVERLINE = 0x4000_0000;

/** Of a cell's extended attributes. */
export const UNDERLINE_STYLE_MASK = 0x1c00_0000;
export const UNDERLINE_STYLE_SHIFT = 26;

/** A colour word without the bits that an earlier RGB colour left behind in one of the palette. */
export function canonical(word: number): number {
  const mode = word & COLOR_MODE_MASK;
  if (mode === RGB) return word >>> 0;
  return (mode === 0 ? word & ~0xff_ffff : word & ~0xff_ff00) >>> 0;
}

/** Extended attributes, likewise. */
export function canonicalExtended(word: number): number {
  return ((word & UNDERLINE_STYLE_MASK) | canonical(word & COLOR_MASK)) >>> 0;
}
