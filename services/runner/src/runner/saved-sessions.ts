import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sessionIdSchema } from '@agents-fleet/contracts';

/** What a restarted runner must know to follow a session again. `saved` is the follower's own. */
const savedSessionSchema = z.object({ sessionId: sessionIdSchema, agent: z.string(), saved: z.unknown() });
export type SavedSession = z.infer<typeof savedSessionSchema>;

const FILE = 'session.json';

/**
 * One directory for each session that is followed, for this user only: what the runner keeps, and what the adapter
 * prepared (settings with a secret in them).
 */
export class SavedSessions {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }

  /** The session's directory, made if need be. */
  directoryOf(sessionId: string): string {
    const path = join(this.#directory, sessionId);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  }

  write(session: SavedSession): void {
    const path = join(this.directoryOf(session.sessionId), FILE);
    writeFileSync(`${path}.new`, JSON.stringify(session), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }

  /** Removes all that was kept for a session. */
  remove(sessionId: string): void {
    rmSync(join(this.#directory, sessionId), { recursive: true, force: true });
  }

  /** Ids of sessions that something is kept for. */
  sessionIds(): string[] {
    return readdirSync(this.#directory).filter((name) => sessionIdSchema.safeParse(name).success);
  }

  /** @returns `null` when it is damaged, or its session was never started */
  read(sessionId: string): SavedSession | null {
    try {
      return savedSessionSchema.parse(JSON.parse(readFileSync(join(this.#directory, sessionId, FILE), 'utf8')));
    } catch {
      return null;
    }
  }
}
