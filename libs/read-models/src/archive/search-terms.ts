/** Characters of one token of the index: SQLite's `trigram` tokenizer. */
const TOKEN_CHARACTERS = 3;

/**
 * What to ask the index for a text: all of its groups of three characters. Each is quoted, so that nothing that a person
 * types means anything to FTS5. Groups, and not the text as a phrase, because the index keeps no positions.
 * @returns `null` when the text is too short for a group, though not in UTF-16 units (emoji): any block may hold it
 */
export function matchOf(text: string): string | null {
  // A lone surrogate is no character, and a NUL would end the query: neither is ever on a screen.
  const characters = [...wellFormed(text).replaceAll('\0', '\u{FFFD}')];
  const groups = new Set<string>();
  for (let from = 0; from + TOKEN_CHARACTERS <= characters.length; from++) {
    groups.add(`"${characters.slice(from, from + TOKEN_CHARACTERS).join('').replaceAll('"', '""')}"`);
  }
  return groups.size === 0 ? null : [...groups].join(' AND ');
}

/** The same text in one case, every character where it was. */
export function foldCase(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  // One of the few characters that get longer, such as İ: those stay.
  return [...text].map((character) => (character.toLowerCase().length === character.length ? character.toLowerCase() : character)).join('');
}

/** Most places that are told of one line. */
const MAX_RANGES = 100;

/**
 * Where a text is in a line, in UTF-16 units, in order and apart from each other.
 * @param folded the line, folded
 * @param text folded, not empty
 */
export function rangesOf(folded: string, text: string): [number, number][] {
  const ranges: [number, number][] = [];
  for (let at = folded.indexOf(text); at !== -1 && ranges.length < MAX_RANGES; at = folded.indexOf(text, at + text.length)) {
    ranges.push([at, at + text.length]);
  }
  return ranges;
}

/** A text in which half a character (a lone surrogate) is U+FFFD. */
export function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
