/** A character that a person would not see, or that moves others, and how it is shown instead. */
export interface HiddenCharacter {
  /** What stands in its place: `U+202E`, `ESC`. */
  readonly code: string;
  /** What it is, in words. */
  readonly name: string;
}

const CONTROLS = ['NUL', 'SOH', 'STX', 'ETX', 'EOT', 'ENQ', 'ACK', 'BEL', 'BS', 'TAB', 'LF', 'VT', 'FF', 'CR', 'SO', 'SI', 'DLE', 'DC1', 'DC2', 'DC3', 'DC4', 'NAK', 'SYN', 'ETB', 'CAN', 'EM', 'SUB', 'ESC', 'FS', 'GS', 'RS', 'US'];

const NAMES: Readonly<Record<number, string>> = {
  0x00ad: 'soft hyphen',
  0x034f: 'combining grapheme joiner',
  0x061c: 'Arabic letter mark',
  0x115f: 'Hangul filler',
  0x1160: 'Hangul filler',
  0x180e: 'Mongolian vowel separator',
  0x200b: 'zero width space',
  0x200c: 'zero width non-joiner',
  0x200d: 'zero width joiner',
  0x200e: 'left-to-right mark',
  0x200f: 'right-to-left mark',
  0x2028: 'line separator',
  0x2029: 'paragraph separator',
  0x202a: 'left-to-right embedding',
  0x202b: 'right-to-left embedding',
  0x202c: 'end of directional formatting',
  0x202d: 'left-to-right override',
  0x202e: 'right-to-left override: what follows is shown backwards elsewhere',
  0x2060: 'word joiner',
  0x2066: 'left-to-right isolate',
  0x2067: 'right-to-left isolate',
  0x2068: 'first strong isolate',
  0x2069: 'end of isolate',
  0x3164: 'Hangul filler',
  0xfeff: 'byte order mark',
  0xffa0: 'Hangul filler',
  0xfffd: 'a byte that is no text',
};

/**
 * Characters that are shown as a code: control characters but the tab, those that change the direction of text, those
 * without a width, lone halves of a pair, and letters of the tag block, which can hide a whole sentence. A zero width
 * joiner between two emoji stays: it makes them one.
 */
const HIDDEN =
  /[\0-\x08\n-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffd\u{e0000}-\u{e0fff}\p{Cs}]/gu;
const JOINED_EMOJI = /^\p{Extended_Pictographic}$/u;

/** A stretch of a text: as it is, or one hidden character. */
export interface TextPiece {
  readonly from: number;
  readonly to: number;
  readonly hidden: HiddenCharacter | null;
}

/** Takes a text apart at the characters that must not go unseen. */
export function visiblePieces(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (joinsEmoji(text, match.index)) continue;
    if (match.index > from) pieces.push({ from, to: match.index, hidden: null });
    from = match.index + match[0].length;
    pieces.push({ from: match.index, to: from, hidden: hiddenCharacter(match[0].codePointAt(0) ?? 0) });
  }
  if (from < text.length) pieces.push({ from, to: text.length, hidden: null });
  return pieces;
}

/** A text in which hidden characters are written as their codes: `a<U+202E>b`. For names, titles and messages. */
export function visibleText(text: string): string {
  return visiblePieces(text).map(({ from, to, hidden }) => (hidden === null ? text.slice(from, to) : `<${hidden.code}>`)).join('');
}

/** Letters that are written from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]+/gu;

/**
 * Cuts a text before and after words that are written from right to left. Drawn each on its own, they can't pull the
 * signs between them along, and code is read in the order in which it runs.
 */
export function directionRuns(text: string): { readonly text: string; readonly rightToLeft: boolean }[] {
  const runs: { text: string; rightToLeft: boolean }[] = [];
  let from = 0;
  for (const match of text.matchAll(RIGHT_TO_LEFT)) {
    if (match.index > from) runs.push({ text: text.slice(from, match.index), rightToLeft: false });
    from = match.index + match[0].length;
    runs.push({ text: match[0], rightToLeft: true });
  }
  if (from < text.length) runs.push({ text: text.slice(from), rightToLeft: false });
  return runs;
}

function hiddenCharacter(point: number): HiddenCharacter {
  const hex = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  const control = CONTROLS[point];
  if (control !== undefined) return { code: control, name: `${hex}, control character` };
  if (point === 0x7f) return { code: 'DEL', name: `${hex}, control character` };
  return { code: hex, name: NAMES[point] ?? (point >= 0xe0000 && point < 0xe0080 ? 'tag: an invisible letter' : 'invisible character') };
}

function joinsEmoji(text: string, index: number): boolean {
  if (text[index] !== '\u200d') return false;
  const before = [...text.slice(Math.max(0, index - 3), index)].filter((letter) => letter !== '\ufe0f').at(-1) ?? '';
  const after = String.fromCodePoint(text.codePointAt(index + 1) ?? 0);
  return (JOINED_EMOJI.test(before) || /\p{Emoji_Modifier}/u.test(before)) && JOINED_EMOJI.test(after);
}
