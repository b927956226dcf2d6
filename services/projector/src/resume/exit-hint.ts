import { stripVTControlCharacters } from 'node:util';
import type { Agent } from '@agents-fleet/contracts';

/** How a conversation can be taken up again: the agent's own name for it, and what a person would type. */
export interface ResumeHint {
  agentSessionId: string;
  command: string;
}

const UUID = '([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})';

/**
 * What each agent prints as its last words. Claude Code repeats the flags that it was started with, which may name
 * files of ours that are long gone: only the conversation is taken from there.
 */
const HINTS: Partial<Record<Agent, { pattern: RegExp; command: (id: string) => string }>> = {
  claude: { pattern: new RegExp(`^claude\\b.*--resume ${UUID}`, 'gm'), command: (id) => `claude --resume ${id}` },
  codex: { pattern: new RegExp(`\\bcodex resume ${UUID}`, 'g'), command: (id) => `codex resume ${id}` },
};

/** Control sequences that put the cursor elsewhere: what follows is another line to the eye. */
const MOVES = /\x1b\[[0-9;]*[ABEFHfd]/g;

/**
 * Finds in the end of a terminal's output how its agent says it can be resumed; the last such words count. `null` when
 * it says nothing.
 * @param tail the last bytes of the output; they may begin in the middle of anything
 */
export function exitHint(agent: Agent, tail: Uint8Array): ResumeHint | null {
  const known = HINTS[agent];
  if (known === undefined) return null;
  // Latin-1 keeps a cut character from hiding what follows; the words themselves are ASCII.
  const text = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength).toString('latin1');
  const plain = stripVTControlCharacters(text.replace(MOVES, '\n'));
  const agentSessionId = [...plain.matchAll(known.pattern)].at(-1)?.[1];
  return agentSessionId === undefined ? null : { agentSessionId, command: known.command(agentSessionId) };
}
