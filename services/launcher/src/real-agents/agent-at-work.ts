import { createHash } from 'node:crypto';
import { type CreateSession, type Session } from '@agents-fleet/contracts';
import { waitFor } from '@agents-fleet/testing';
import { type FleetClient } from '../fleet-client/fleet-client.js';
import { type SessionViewer } from '../fleet-client/session-viewer.js';

/** What the API shows of a session is a moment behind what its viewer sees; on a busy machine a long one. */
const RECORDED_WITHIN_MS = 20_000;
const ENDED_WITHIN_MS = 60_000;

/** A person at a session in which a real agent works: types prompts over the socket, and looks figures up in the API. */
export class AgentAtWork {
  private constructor(
    private readonly client: FleetClient,
    readonly session: Session,
    readonly viewer: SessionViewer,
  ) {}

  /** @param command argument vector */
  static async start(client: FleetClient, repoPath: string, command: readonly string[] | string, options: Partial<CreateSession> = {}): Promise<AgentAtWork> {
    const text = typeof command === 'string' ? command : command.map(quoted).join(' ');
    const session = await client.startSession({ kind: 'pty', repoPath, command: text, cols: 100, rows: 30, ...options });
    return new AgentAtWork(client, session, await client.view(session));
  }

  /** Types a prompt and submits it once the agent has taken it: text and Enter in one piece would be a paste. */
  async submit(prompt: string): Promise<void> {
    this.viewer.type(prompt);
    await this.viewer.sees(prompt);
    this.viewer.type('\r');
  }

  /** Waits until the API says this of the session. */
  shows(condition: (session: Session) => boolean, what: string): Promise<Session> {
    return waitFor(
      async () => {
        const session = await this.client.session(this.session.id);
        return condition(session) && session;
      },
      { timeoutMs: RECORDED_WITHIN_MS, what },
    );
  }

  async stop(): Promise<Session> {
    await this.client.stop(this.session.id);
    return this.end();
  }

  /** Waits until the session is over for its viewer, and in the API with the whole record. */
  async end(): Promise<Session> {
    await this.viewer.ended(ENDED_WITHIN_MS);
    return this.shows(({ status, lastChunk }) => status === 'ended' && lastChunk === this.viewer.lastChunk, 'the end in the API');
  }
}

/** A word as a shell takes it literally. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
