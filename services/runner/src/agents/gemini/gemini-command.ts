import type { ShellWord } from '../shell-words.js';

/** Options of Gemini CLI 0.61 that take the next word as their value. */
const WITH_VALUE = new Set([
  '-m', '--model', '-p', '--prompt', '-i', '--prompt-interactive', '-w', '--worktree', '--approval-mode', '--policy', '--admin-policy',
  '--allowed-mcp-server-names', '--allowed-tools', '-e', '--extensions', '-r', '--resume', '--session-file', '--session-id', '--delete-session',
  '--include-directories', '-o', '--output-format',
]);
const KEPT = new Set([
  '-m', '--model', '--skip-trust', '-s', '--sandbox', '-y', '--yolo', '--approval-mode', '--policy', '--admin-policy', '--allowed-mcp-server-names',
  '--allowed-tools', '-e', '--extensions', '--include-directories', '--screen-reader', '-d', '--debug',
]);
/** Subcommands that ask no model. */
const NOT_ASKING = new Set(['mcp', 'extensions', 'extension', 'skills', 'skill', 'hooks', 'hook', 'gemma']);

/** Reads the words after `gemini`: whether it asks a model, and the options to take its conversation up again with. Pure. */
export function readGeminiCommand(words: readonly ShellWord[]): { asksModel: boolean; keptOptions: string[] } {
  const keptOptions: string[] = [];
  const asksModel = !NOT_ASKING.has(words[0]?.text ?? '');
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined || word.text === '--') break;
    if (!word.text.startsWith('-')) continue;
    const [name = ''] = word.text.split('=', 1);
    const value = WITH_VALUE.has(name) && !word.text.includes('=') ? words[++at] : undefined;
    if (KEPT.has(name)) keptOptions.push(value === undefined ? word.raw : `${word.raw} ${value.raw}`);
  }
  return { asksModel, keptOptions };
}
