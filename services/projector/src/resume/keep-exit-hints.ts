import type { ReadModelWriter, SessionRow, TerminalRow } from '@agents-fleet/read-models';
import { exitHintArtifact } from './exit-hint-artifact.js';
import { exitHint } from './exit-hint.js';

/** Every hint has this word. A look at the last bytes is cheaper than one at the session's row. */
const EVERY_HINT_SAYS = Buffer.from('resume');

/** Whether it is worth to look at a terminal's session. */
export function mayHoldExitHint({ tail }: Pick<TerminalRow, 'tail'>): boolean {
  return tail.includes(EVERY_HINT_SAYS);
}

/** Whether a session is over and nobody has told how to resume it: recorded by an earlier version, or left in a crash. */
export function lacksResume({ started, status, resumeCommand }: SessionRow): boolean {
  return started && status === 'ended' && resumeCommand === null;
}

/**
 * Keeps how ended sessions say they can be resumed. Called when either a session or its terminal has changed, because
 * they come from two streams in any order; looks only at whole records, so that the outcome is the same (decision 10).
 */
export async function keepExitHints(write: ReadModelWriter, sessionIds: readonly string[]): Promise<void> {
  if (sessionIds.length === 0) return;
  const sessions = [...(await write.sessions(sessionIds)).values()].filter(lacksResume);
  if (sessions.length === 0) return;
  const terminals = await write.terminals.get(sessions.map(({ id }) => id));
  for (const session of sessions) {
    const terminal = terminals.get(session.id);
    if (terminal === undefined || session.endedChunk === null || terminal.lastChunk < session.endedChunk) continue;
    const hint = exitHint(session.agent, terminal.tail);
    if (hint === null) continue;
    await write.saveSessions([{ ...session, resumeAgentSessionId: hint.agentSessionId, resumeCommand: hint.command }]);
    await write.saveArtifacts([exitHintArtifact(session, hint)]);
  }
}
