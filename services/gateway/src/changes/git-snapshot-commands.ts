import { ulid } from 'ulid';
import { type z } from 'zod';
import {
  captureReplySchema,
  contentReplySchema,
  restoreResultSchema,
  subjects,
  type CaptureCommand,
  type CommandError,
  type ContentCommand,
  type Restore,
  type RestoreCommand,
  type RestoreResult,
} from '@agents-fleet/contracts';
import { request, type Broker } from '@agents-fleet/event-log';
import { commandProblem } from '../fleet/fleet-commands.js';
import { ProblemError } from '../http/problem.js';

const WHO = 'The git-snapshot service';

/** How long an answer may take, in milliseconds. git-snapshot has limits of its own; ten thousand files that are put back take minutes. */
const TIMEOUT_MS = { content: 15_000, capture: 60_000, preview: 30_000, restore: 300_000 } as const;

/** Commands to git-snapshot, whose refusals become problems. */
export class GitSnapshotCommands {
  constructor(private readonly broker: Broker) {}

  /** Takes a snapshot now. @returns its id */
  async capture(sessionId: string): Promise<string> {
    const command: CaptureCommand = { sessionId, phase: 'asked', correlationId: ulid() };
    return (await this.#send('capture', command, captureReplySchema, TIMEOUT_MS.capture)).snapshotId;
  }

  /** One side of a changed file; `null` when there is no text to show. */
  async content(command: ContentCommand): Promise<string | null> {
    return (await this.#send('content', command, contentReplySchema, TIMEOUT_MS.content)).text;
  }

  async restore(sessionId: string, { snapshotId, paths, preview, keptAs }: Restore): Promise<RestoreResult> {
    const command: RestoreCommand = { sessionId, snapshotId, paths, preview, keptAs, correlationId: ulid() };
    const begun = performance.now();
    try {
      return await this.#send('restore', command, restoreResultSchema, preview ? TIMEOUT_MS.preview : TIMEOUT_MS.restore);
    } catch (error) {
      throw error instanceof ProblemError ? withDoubt(error, performance.now() - begun) : error;
    }
  }

  async #send<Data extends z.ZodType>(name: Parameters<typeof subjects.gitCommand>[0], body: unknown, reply: Data, timeoutMs: number): Promise<z.infer<Data>> {
    const answer = await request(this.broker, subjects.gitCommand(name), body, { timeoutMs, reply });
    if (answer.ok) return answer.data;
    throw problemOf(answer.error);
  }
}

/** Who gets no answer to a restore must not take the files for untouched. */
function withDoubt(problem: ProblemError, afterMs: number): ProblemError {
  if (problem.status !== 503 || afterMs < TIMEOUT_MS.restore) return problem;
  return new ProblemError(503, `${problem.detail} Files are perhaps still being put back; what was there before is in the newest snapshot.`);
}

/** The session's repository was chosen long ago: that it is gone is no mistake in what is asked for now. */
function problemOf(error: CommandError): ProblemError {
  const isGone = error.code === 'repo_not_found' || error.code === 'repo_not_allowed';
  return isGone ? new ProblemError(409, `The session’s repository can’t be used any more: ${error.message}.`) : commandProblem(error, WHO);
}
