import type { CommandProgram } from '../command-program.js';
import type { ShellWord } from '../shell-words.js';

/** Options of `claude` that take one value, and those that take values until the next option. Others take none. */
const ONE_VALUE = new Set([
  '--model', '--fallback-model', '--permission-mode', '--append-system-prompt', '--append-system-prompt-file', '--system-prompt',
  '--system-prompt-file', '--agents', '--agent', '--settings', '--setting-sources', '--effort', '--plugin-dir', '--session-id',
  '--output-format', '--input-format', '--max-budget-usd', '--max-turns', '--json-schema', '--permission-prompt-tool', '--name', '-n',
]);
const MANY_VALUES = new Set(['--allowedTools', '--allowed-tools', '--disallowedTools', '--disallowed-tools', '--tools', '--add-dir', '--mcp-config', '--betas']);
/** Options whose value may be left out. */
const MAYBE_VALUE = new Set(['--resume', '-r', '--from-pr', '--debug', '-d', '--worktree', '-w', '--teleport', '--remote-control']);

/** What a person would want again when the conversation goes on; prompts and what belongs to one session are not among it. */
const KEPT = new Set([
  '--model', '--fallback-model', '--permission-mode', '--append-system-prompt', '--append-system-prompt-file', '--system-prompt',
  '--system-prompt-file', '--agents', '--agent', '--settings', '--setting-sources', '--effort', '--plugin-dir', ...MANY_VALUES,
  '--dangerously-skip-permissions', '--allow-dangerously-skip-permissions', '--strict-mcp-config', '--verbose', '--ide', '--chrome',
]);

const SESSION_OPTIONS = new Set(['--session-id', '--resume', '-r', '--continue', '-c', '--fork-session', '--from-pr', '--teleport']);

/** Words that make `claude` do something else than hold a conversation. */
const SUBCOMMANDS = new Set([
  'agents', 'auth', 'auto-mode', 'config', 'doctor', 'gateway', 'install', 'mcp', 'migrate-installer', 'plugin', 'plugins', 'project',
  'remote-control', 'setup-token', 'ultrareview', 'update', 'upgrade',
]);
const NO_CONVERSATION = new Set(['--version', '-v', '--help', '-h']);

/** What a command says to `claude`. */
export interface ClaudeOptions {
  /** Whether it holds a conversation that can be followed. */
  conversation: boolean;
  /** `-p`: it answers and ends, without a screen. */
  print: boolean;
  /** Whether the person chooses which conversation it is. */
  choosesSession: boolean;
  /** The value of `--settings`; `null` without one. */
  settings: ShellWord | null;
  /** Words that a command to resume repeats, as they are written. */
  kept: readonly string[];
}

/** Pure. */
export function claudeOptions({ words }: Pick<CommandProgram, 'words'>): ClaudeOptions {
  const groups = groupsOf(words);
  const names = groups.map(({ name }) => name);
  const first = groups[0];
  return {
    conversation: !(first?.option === null && SUBCOMMANDS.has(first.name)) && !names.some((name) => NO_CONVERSATION.has(name)),
    print: names.includes('-p') || names.includes('--print'),
    choosesSession: names.some((name) => SESSION_OPTIONS.has(name)),
    settings: groups.findLast(({ name }) => name === '--settings')?.values[0] ?? null,
    kept: groups.filter(isKept).flatMap(({ option, values }) => [...(option === null ? [] : [option.raw]), ...values.map(({ raw }) => raw)]),
  };
}

interface OptionGroup {
  /** `--model`; for words that are no option the word itself. */
  name: string;
  option: ShellWord | null;
  values: ShellWord[];
}

function isKept({ name, option, values }: OptionGroup): boolean {
  // What bash would expand may mean something else the next time.
  return option !== null && KEPT.has(name) && [option, ...values].every(({ literal }) => literal);
}

function groupsOf(words: readonly ShellWord[]): OptionGroup[] {
  const groups: OptionGroup[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined || word.text === '--') break;
    if (!word.text.startsWith('-')) {
      groups.push({ name: word.text, option: null, values: [] });
      continue;
    }
    const [name = ''] = word.text.split('=', 1);
    const isAssigned = word.text.includes('=');
    let wanted = isAssigned ? 0 : ONE_VALUE.has(name) || MAYBE_VALUE.has(name) ? 1 : MANY_VALUES.has(name) ? words.length : 0;
    const values: ShellWord[] = isAssigned && name === '--settings' ? [valueOf(word)] : [];
    const option = values.length > 0 ? null : word;
    for (let next = words[at + 1]; wanted > 0 && next !== undefined; next = words[at + 1], wanted--) {
      if (next.text.startsWith('-') && !ONE_VALUE.has(name)) break;
      values.push(next);
      at++;
    }
    groups.push({ name, option, values });
  }
  return groups;
}

/** The value in `--settings=<value>`, as a word of its own. */
function valueOf(word: ShellWord): ShellWord {
  return { ...word, text: word.text.slice(word.text.indexOf('=') + 1) };
}
