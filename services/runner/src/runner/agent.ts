import { basename } from 'node:path';
import type { Agent } from '@agents-fleet/contracts';

const AGENTS: readonly Agent[] = ['claude', 'codex', 'gemini'];

/** Words that only run what follows them. */
const RUNNERS = new Set(['exec', 'command', 'env', 'nohup', 'time', 'nice']);

/** Which program a command runs, by the base name of its first word: a guess that only labels the session. */
export function recogniseAgent(command: string | null): Agent {
  for (const word of words(command ?? '')) {
    if (/^\w+=/.test(word)) continue;
    const name = basename(word);
    if (RUNNERS.has(name) || word.startsWith('-')) continue;
    return AGENTS.find((agent) => agent === name) ?? 'shell';
  }
  return 'shell';
}

/** Splits at spaces outside of quotes, and takes the quotes off. Good enough for a program's name. */
function words(command: string): string[] {
  const found = command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return found.map((word) => word.replace(/["']/g, ''));
}
