import type { ShellWord } from '../shell-words.js';

/** Options of Codex 0.169 that take the next word as their value. */
const WITH_VALUE = new Set([
  '-c', '--config', '--enable', '--disable', '--remote', '--remote-auth-token-env', '-m', '--model', '--local-provider', '-p', '--profile',
  '-s', '--sandbox', '-C', '--cd', '--add-dir', '-a', '--ask-for-approval', '--color', '-o', '--output-last-message', '--output-schema',
  '--thread-source', '--cyber-access-program', '--base', '--commit', '--title',
]);
/** These take all words up to the next option. */
const WITH_VALUES = new Set(['-i', '--image']);
/** Options that hold for a conversation that is taken up again, in the terminal's own form of Codex. */
const KEPT = new Set([
  '-c', '--config', '--enable', '--disable', '--strict-config', '-m', '--model', '--oss', '--local-provider', '-p', '--profile', '-s', '--sandbox',
  '--approve-for-me', '--dangerously-bypass-approvals-and-sandbox', '--yolo', '--dangerously-bypass-hook-trust', '-C', '--cd', '--add-dir',
  '-a', '--ask-for-approval', '--full-auto', '--search', '--no-alt-screen',
]);
/** Subcommands that ask no model, or ask it from another process. Any other one asks it here; any other word is a prompt. */
const NOT_ASKING = new Set([
  'agents', 'login', 'logout', 'mcp', 'plugin', 'app-server', 'remote-control', 'completion', 'update', 'doctor', 'sandbox', 'debug', 'apply', 'a',
  'queue', 'archive', 'delete', 'migrate-rollouts', 'migrate-nfs-db', 'unarchive', 'cloud', 'exec-server', 'features', 'help',
]);

/** A `codex` command, as far as it matters here. */
export interface CodexCommandLine {
  /** Whether it runs a conversation here, which can be metered. */
  readonly asksModel: boolean;
  readonly noDaemon: boolean;
  /** It is a window on a server elsewhere, which does the work. */
  readonly isRemote: boolean;
  /** Keys that the person sets by `-c`, such as `otel.exporter`. */
  readonly configKeys: readonly string[];
  /** Options to take the conversation up again with, as the person wrote them. */
  readonly keptOptions: readonly string[];
}

/** Reads the words after `codex`. Pure. */
export function readCodexCommand(words: readonly ShellWord[]): CodexCommandLine {
  let subcommand: string | null = null;
  let sawPositional = false;
  const kept: string[] = [];
  const configKeys: string[] = [];
  const names = new Set<string>();
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined || word.text === '--') break;
    if (!word.text.startsWith('-') || word.text === '-') {
      // The first word that is no option is the subcommand or the prompt; both look alike, and only these are known.
      if (!sawPositional && /^[a-z-]+$/.test(word.text)) subcommand = word.text;
      sawPositional = true;
      continue;
    }
    const [name = '', attached] = word.text.startsWith('--') ? splitOnce(word.text) : [word.text.slice(0, 2), word.text.slice(2) || undefined];
    names.add(name);
    if (WITH_VALUES.has(name)) {
      while (words[at + 1] !== undefined && !words[at + 1]?.text.startsWith('-')) at++;
      continue;
    }
    const value = WITH_VALUE.has(name) && attached === undefined ? words[++at] : undefined;
    if (name === '-c' || name === '--config') configKeys.push((attached ?? value?.text ?? '').split('=', 1)[0]?.trim() ?? '');
    if (KEPT.has(name)) kept.push(value === undefined ? word.raw : `${word.raw} ${value.raw}`);
  }
  return {
    asksModel: subcommand === null || !NOT_ASKING.has(subcommand),
    noDaemon: names.has('--no-daemon'),
    isRemote: names.has('--remote'),
    configKeys,
    keptOptions: kept,
  };
}

function splitOnce(text: string): [string, string | undefined] {
  const at = text.indexOf('=');
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
