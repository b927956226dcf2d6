import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { colsSchema, rowsSchema, runnerIdSchema, sessionIdSchema } from '@agents-fleet/contracts';

/** What the next pty-host must know to clean up after one that was killed. */
export const sessionFileSchema = z.object({
  sessionId: sessionIdSchema,
  runnerId: runnerIdSchema,
  correlationId: z.string(),
  cols: colsSchema,
  rows: rowsSchema,
  mark: z.object({ messageQueueBytes: z.number().int(), pendingSignals: z.number().int() }).nullable(),
});
export type SessionFile = z.infer<typeof sessionFileSchema>;

/** One small file for each session that runs: written before its start, removed once its end is stored. */
export class SessionFiles {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }

  write(file: SessionFile): void {
    const path = this.#pathOf(file.sessionId);
    writeFileSync(`${path}.new`, JSON.stringify(file), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }

  remove(sessionId: string): void {
    rmSync(this.#pathOf(sessionId), { force: true });
  }

  /**
   * Sessions that an earlier pty-host did not bring to their end.
   * @param onUnreadable told of a file that a power cut left damaged; it is removed, because nothing can be done by it
   */
  leftovers(onUnreadable: (name: string) => void): SessionFile[] {
    return readdirSync(this.#directory)
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => {
        const path = join(this.#directory, name);
        const parsed = sessionFileSchema.safeParse(parseOrNull(readFileSync(path, 'utf8')));
        if (parsed.success) return [parsed.data];
        onUnreadable(name);
        rmSync(path);
        return [];
      });
  }

  #pathOf(sessionId: string): string {
    return join(this.#directory, `${sessionId}.json`);
  }
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // The schema refuses it.
  }
}
