import { basename } from 'node:path';
import { shellTokens, type ShellToken, type ShellWord } from './shell-words.js';

/** The program of a command and where its name ends in the text: options of ours go there, before the person's. */
export interface CommandProgram {
  /** Base name, such as `claude`. */
  name: string;
  /** Index in the command's text just behind the program's word. */
  end: number;
  /** The words after the program, with their quotes taken off. */
  parameters: readonly string[];
  /** The same as they are written; those that bash would expand are told by `literal`. */
  words: readonly ShellWord[];
  /** Variables that the command itself sets before the program (`env HOME=/x claude`, `A=1 claude`). */
  assignments: Readonly<Record<string, string>>;
  /** What a person types to start the program the same way, without parameters: `cd x && env A=1 claude`. */
  prefix: string;
}

/** Words that only run what follows them, and which options of theirs change nothing that matters here. */
const RUNNERS: Readonly<Record<string, { plain: RegExp; withValue: RegExp }>> = {
  exec: { plain: /^-l$/, withValue: /^-a$/ },
  command: { plain: /^-p$/, withValue: /^$/ },
  env: { plain: /^(--unset=.+|-u.+|--)$/, withValue: /^(-u|--unset)$/ },
  nohup: { plain: /^--$/, withValue: /^$/ },
  time: { plain: /^-p$/, withValue: /^$/ },
  nice: { plain: /^(-n?-?\d+|--adjustment=-?\d+)$/, withValue: /^-n$/ },
};

const ASSIGNMENT = /^([A-Za-z_]\w*)=([\s\S]*)$/;

/** One command between operators. */
interface SimpleCommand {
  words: ShellWord[];
  /** The operator behind it; `''` at the end. */
  then: string;
}

/**
 * Finds the program of a command: the one of `programs` that it runs, else the first. Whatever could run something
 * else besides, or run it in a way that is not understood, has none: then the session is one of a plain shell.
 * @param programs base names of the agents
 */
export function readProgram(command: string, programs: ReadonlySet<string>): CommandProgram | null {
  const commands = simpleCommands(shellTokens(command));
  if (commands === null) return null;
  const read = commands.map((simple) => ({ ...simple, program: programOf(simple.words) }));
  const agents = read.filter(({ program }) => program !== null && programs.has(program.name));
  if (agents.length > 1) return null;
  const index = Math.max(0, read.findIndex((candidate) => candidate === agents[0]));
  const chosen = read[index];
  if (!chosen?.program) return null;
  const before = read.slice(0, index);
  const prepares = before.every(({ then, words }) => then === '&&' && /^(cd|export)$/.test(words[0]?.text ?? ''));
  const isPiped = before.every(({ then }) => then === '|' || then === '|&');
  const goesOn = read.slice(index, -1).every(({ then }) => then === '|' || then === '|&');
  if (agents.length === 1 && (!(prepares || isPiped) || !goesOn)) return null;
  const start = prepares ? 0 : (chosen.words[0]?.start ?? 0);
  return { ...chosen.program, prefix: command.slice(start, chosen.program.end).trimStart() };
}

/** @returns `null` for a list with parts that are not understood (subshells, here documents) */
function simpleCommands(tokens: ShellToken[] | null): SimpleCommand[] | null {
  if (tokens === null) return null;
  const commands: SimpleCommand[] = [];
  let words: ShellWord[] = [];
  let isTarget = false;
  for (const token of tokens) {
    if (token.kind === 'word') {
      // The word behind a redirection is a file.
      if (!isTarget) words.push(token);
      isTarget = false;
    } else if (/[()]|<</.test(token.text)) {
      return null;
    } else if (/[<>]/.test(token.text)) {
      isTarget = !/[<>]&-$/.test(token.text);
    } else if (words.length > 0) {
      commands.push({ words, then: token.text });
      words = [];
    }
  }
  if (words.length > 0) commands.push({ words, then: '' });
  return commands;
}

/** Pure. */
function programOf(words: readonly ShellWord[]): Omit<CommandProgram, 'prefix'> | null {
  const assignments: Record<string, string> = {};
  let runner: (typeof RUNNERS)[string] | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    const assignment = ASSIGNMENT.exec(word.text);
    if (assignment !== null && /^["']?[A-Za-z_]/.test(word.raw)) {
      const [, name = '', value = ''] = assignment;
      if (word.literal) assignments[name] = value;
    } else if (runner !== undefined && word.text.startsWith('-')) {
      if (runner.withValue.test(word.text)) at++;
      else if (!runner.plain.test(word.text)) return null;
    } else {
      const name = basename(word.text);
      runner = Object.hasOwn(RUNNERS, name) ? RUNNERS[name] : undefined;
      if (runner !== undefined) continue;
      const rest = words.slice(at + 1);
      return { name, end: word.end, words: rest, parameters: rest.map(({ text }) => text), assignments };
    }
  }
  return null;
}
