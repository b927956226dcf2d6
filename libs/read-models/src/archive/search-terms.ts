/** Characters of one token of the index: SQLite's `trigram` tokenizer. */
const TOKEN_CHARACTERS = 3;

/**
 * A text as the index has it: letters, digits, and a blank for everything else, character by character. Hits are looked
 * for in the text itself, so that nothing is found that isn't there; and the index takes half the space (decision 0051).
 */
export function indexForm(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}\p{M}]/gu, ' ');
}

/**
 * What to ask the index for a text: all of its groups of three characters. Groups, and not the text as a phrase, because
 * the index keeps no positions. They hold nothing that could mean anything to FTS5.
 * @returns `null` when there is no group to ask for, as in two emoji or a row of dashes: any block may hold it
 */
export function matchOf(text: string): string | null {
  const characters = [...indexForm(wellFormed(text))];
  const groups = new Set<string>();
  for (let from = 0; from + TOKEN_CHARACTERS <= characters.length; from++) {
    const group = characters.slice(from, from + TOKEN_CHARACTERS).join('');
    if (group.trim() !== '') groups.add(`"${group}"`);
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
