import {
  BLINK, BOLD, canonical, canonicalExtended, COLOR_MASK, COLOR_MODE_MASK, DIM, HAS_EXTENDED, INVERSE, INVISIBLE, ITALIC, OVERLINE, PALETTE_16, PROTECTED, RGB, STRIKETHROUGH,
  UNDERLINE, UNDERLINE_STYLE_MASK, UNDERLINE_STYLE_SHIFT,
} from './cells.js';
import type { ExtendedAttributes } from './emulator-internals.js';

const FOREGROUND_FLAGS = [[BOLD, '1'], [BLINK, '5'], [INVERSE, '7'], [INVISIBLE, '8'], [STRIKETHROUGH, '9']] as const;
const BACKGROUND_FLAGS = [[DIM, '2'], [ITALIC, '3'], [OVERLINE, '53']] as const;
const SINGLE_UNDERLINE = 1;

/** How text is written, as the emulator keeps it: two words and what doesn't fit into them. */
export interface Attributes {
  readonly fg: number;
  readonly bg: number;
  readonly extended: ExtendedAttributes | null;
}

export const PLAIN: Attributes = { fg: 0, bg: 0, extended: null };

/** The escape codes (SGR, DECSCA) after which a terminal writes with these attributes, whatever it did before. Links are apart. */
export function setAttributes({ fg, bg, extended }: Attributes): string {
  const codes: string[] = [];
  for (const [flag, code] of FOREGROUND_FLAGS) if ((fg & flag) !== 0) codes.push(code);
  for (const [flag, code] of BACKGROUND_FLAGS) if ((bg & flag) !== 0) codes.push(code);
  if ((fg & UNDERLINE) !== 0) {
    const style = extended === null ? SINGLE_UNDERLINE : (extended._ext & UNDERLINE_STYLE_MASK) >>> UNDERLINE_STYLE_SHIFT;
    codes.push(style > SINGLE_UNDERLINE ? `4:${style}` : '4');
  }
  codes.push(...color(fg, 30, 90, 38), ...color(bg, 40, 100, 48), ...underlineColor(extended));
  const reset = codes.length === 0 ? '\x1b[m' : `\x1b[0;${codes.join(';')}m`;
  // A reset also ends protection.
  return (bg & PROTECTED) === 0 ? reset : `${reset}\x1b[1"q`;
}

/** Whether nobody could see a difference. */
export function sameAttributes(a: Attributes, b: Attributes): boolean {
  if (canonical(a.fg) !== canonical(b.fg) || canonical(a.bg) !== canonical(b.bg)) return false;
  if ((a.bg & HAS_EXTENDED) === 0) return true;
  return canonicalExtended(a.extended?._ext ?? 0) === canonicalExtended(b.extended?._ext ?? 0) && a.extended?.urlId === b.extended?.urlId;
}

function color(word: number, base: number, brightBase: number, extended: number): string[] {
  const value = canonical(word);
  const mode = value & COLOR_MODE_MASK;
  if (mode === 0) return [];
  if (mode === RGB) return [`${extended};2;${(value >>> 16) & 0xff};${(value >>> 8) & 0xff};${value & 0xff}`];
  const index = value & 0xff;
  // Of the first 16 colours the emulator remembers how they were chosen.
  if (mode === PALETTE_16) return [String(index < 8 ? base + index : brightBase + index - 8)];
  return [`${extended};5;${index}`];
}

function underlineColor(extended: ExtendedAttributes | null): string[] {
  if (extended === null) return [];
  const value = canonical(extended._ext & COLOR_MASK);
  if ((value & COLOR_MODE_MASK) === RGB) return [`58;2;${(value >>> 16) & 0xff};${(value >>> 8) & 0xff};${value & 0xff}`];
  return (value & COLOR_MODE_MASK) === 0 ? [] : [`58;5;${value & 0xff}`];
}
