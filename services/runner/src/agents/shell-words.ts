/** One word of a shell command. */
export interface ShellWord {
  kind: 'word';
  /** With its quotes taken off; what bash would expand stands in it as written. */
  text: string;
  /** As written. */
  raw: string;
  /** Index in the command just behind it. */
  end: number;
  start: number;
  /** Whether bash takes it as it stands: no variable, no command substitution in it. */
  literal: boolean;
}

/** `|`, `&&`, `;`, a redirection, … : what stands between words. */
export interface ShellOperator {
  kind: 'operator';
  text: string;
}

export type ShellToken = ShellWord | ShellOperator;

const OPERATOR = /^(?:\n|&&|\|\||;;|[|]&?|;|\d*[<>][<>&|-]*|&>{1,2}|&|[()])/;
const BLANK = /^(?:[ \t]+|\\\n)/;

/**
 * Cuts a bash command into words and operators.
 * @returns `null` for what is not complete, or not understood
 */
export function shellTokens(command: string): ShellToken[] | null {
  const tokens: ShellToken[] = [];
  for (let at = 0; at < command.length; ) {
    const rest = command.slice(at);
    const blank = BLANK.exec(rest)?.[0];
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    if (rest.startsWith('#')) {
      // A comment, to the end of its line.
      at += rest.indexOf('\n') === -1 ? rest.length : rest.indexOf('\n');
      continue;
    }
    const operator = OPERATOR.exec(rest)?.[0];
    if (operator !== undefined) {
      tokens.push({ kind: 'operator', text: operator });
      at += operator.length;
      continue;
    }
    const word = readWord(command, at);
    if (word === null) return null;
    tokens.push(word);
    at = word.end;
  }
  return tokens;
}

function readWord(command: string, start: number): ShellWord | null {
  let text = '';
  let literal = true;
  let at = start;
  while (at < command.length) {
    const character = command.charAt(at);
    if (/[\s|&;<>()]/.test(character)) break;
    const end = endOfPart(command, at);
    if (end === null) return null;
    const part = command.slice(at, end);
    literal &&= isLiteral(part);
    text += withoutQuotes(part);
    at = end;
  }
  return { kind: 'word', text, raw: command.slice(start, at), start, end: at, literal };
}

/** The end of the quoted string, escape, expansion or single character that begins at `at`; `null` when it has none. */
function endOfPart(command: string, at: number): number | null {
  const character = command.charAt(at);
  if (character === '\\') return at + 1 < command.length ? at + 2 : null;
  if (character === "'") return behind(command, "'", at + 1);
  if (character === '"') return endOfDoubleQuotes(command, at + 1);
  if (character === '`') return behind(command, '`', at + 1);
  if (command.startsWith("$'", at)) return null; // ANSI-C quotes: rare, and with escapes of their own.
  if (command.startsWith('$(', at)) return endOfSubstitution(command, at + 2, ')');
  if (command.startsWith('${', at)) return endOfSubstitution(command, at + 2, '}');
  return at + 1;
}

function endOfDoubleQuotes(command: string, from: number): number | null {
  for (let at = from; at < command.length; ) {
    if (command.charAt(at) === '"') return at + 1;
    // Single quotes mean nothing in double ones.
    const end = command.charAt(at) === "'" ? at + 1 : endOfPart(command, at);
    if (end === null) return null;
    at = end;
  }
  return null;
}

function endOfSubstitution(command: string, from: number, closing: ')' | '}'): number | null {
  for (let at = from; at < command.length; ) {
    if (command.charAt(at) === closing) return at + 1;
    const end = command.charAt(at) === '(' ? endOfSubstitution(command, at + 1, ')') : endOfPart(command, at);
    if (end === null) return null;
    at = end;
  }
  return null;
}

function behind(command: string, mark: string, from: number): number | null {
  const at = command.indexOf(mark, from);
  return at === -1 ? null : at + 1;
}

function isLiteral(part: string): boolean {
  if (part.startsWith("'") || part.startsWith('\\')) return true;
  return !/[$`]/.test(part.replace(/\\[\s\S]/g, '')) && !/^[*?[{]$/.test(part);
}

function withoutQuotes(part: string): string {
  if (part.startsWith("'")) return part.slice(1, -1);
  if (part.startsWith('"')) return part.slice(1, -1).replace(/\\([$`"\\\n])/g, (_, escaped: string) => (escaped === '\n' ? '' : escaped));
  if (part.startsWith('\\')) return part === '\\\n' ? '' : part.slice(1);
  return part;
}

/** A word as bash takes it literally, whatever is in it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
