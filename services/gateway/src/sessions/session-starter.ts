import { ulid } from 'ulid';
import { z } from 'zod';
import {
  type CreateSession,
  DEFAULT_COLS,
  DEFAULT_ROWS,
  NOTHING_CARRIED,
  type Runner,
  type Session,
  type StartCommand,
  usdToNanoUsd,
} from '@agents-fleet/contracts';
import { ReadModelsUnavailableError } from '@agents-fleet/read-models';
import { type FleetCommands } from '../fleet/fleet-commands.js';
import { type RunnerRegistry } from '../fleet/runner-registry.js';
import { invalidInput, ProblemError } from '../http/problem.js';
import { type ProjectionChanges } from './projection-changes.js';
import { type SessionLookup } from './session-lookup.js';
import { newSession } from './new-session.js';

/** How long an answer waits for the projector, so that a `GET` right after it finds the session. */
const PROJECTION_WAIT_MS = 3_000;
const MAX_NAME_LENGTH = 120;

/** Starts sessions: checks what the contract can't, chooses a runner, sends `start`, waits until it shows. */
export class SessionStarter {
  constructor(
    private readonly runners: RunnerRegistry,
    private readonly commands: FleetCommands,
    private readonly changes: ProjectionChanges,
    private readonly sessions: SessionLookup,
  ) {}

  async start(wanted: CreateSession): Promise<Session> {
    refuseWhatIsNotThereYet(wanted);
    const runner = chooseRunner(await this.runners.present(), wanted.runnerId);
    const command = startCommandOf(wanted);
    await this.commands.toRunner(runner.id, 'start', command, z.unknown());
    const shown = await this.changes.until(
      command.sessionId,
      PROJECTION_WAIT_MS,
      () => this.#find(command.sessionId),
      (session) => session !== null,
    );
    // It runs, whether the projector is there or not: the answer is what was asked for.
    return shown ?? newSession(command, runner.id, new Date());
  }

  async #find(id: string): Promise<Session | null> {
    try {
      return await this.sessions.find(id);
    } catch (error) {
      if (error instanceof ReadModelsUnavailableError) return null;
      throw error;
    }
  }
}

function refuseWhatIsNotThereYet(wanted: CreateSession): void {
  if (wanted.kind !== 'pty') throw invalidInput([{ field: 'kind', message: `${wanted.kind} is not available yet` }]);
  if (wanted.model !== undefined) {
    throw invalidInput([{ field: 'model', message: 'is for chats; put the model into the command' }]);
  }
}

/** @throws ProblemError when none is online, the named one isn't, or several are and none is named */
export function chooseRunner(online: readonly Runner[], runnerId: string | undefined): Runner {
  const [only, ...others] = online;
  if (only === undefined) throw new ProblemError(503, 'No runner is online. `npm start` and `npm run runner` start one.');
  if (runnerId !== undefined) {
    const named = online.find((runner) => runner.id === runnerId);
    if (named !== undefined) return named;
    throw invalidInput([{ field: 'runnerId', message: `no runner of this id is online; there is ${names(online)}` }]);
  }
  if (others.length > 0) {
    throw invalidInput([{ field: 'runnerId', message: `is required when several runners are online: ${names(online)}` }]);
  }
  return only;
}

function names(runners: readonly Runner[]): string {
  return runners.map((runner) => runner.id).join(', ');
}

function startCommandOf(wanted: CreateSession): StartCommand {
  return {
    sessionId: ulid(),
    kind: 'pty',
    name: wanted.name ?? firstLine(wanted.command) ?? 'Shell',
    command: wanted.command ?? null,
    repoPath: wanted.repoPath,
    budgetNanoUsd: wanted.budgetUsd === undefined ? null : usdToNanoUsd(wanted.budgetUsd),
    budgetTokens: wanted.budgetTokens ?? null,
    cols: wanted.cols ?? DEFAULT_COLS,
    rows: wanted.rows ?? DEFAULT_ROWS,
    resumeOf: null,
    carried: NOTHING_CARRIED,
    correlationId: ulid(),
  };
}

function firstLine(command: string | undefined): string | undefined {
  return command?.split('\n', 1)[0]?.trim().slice(0, MAX_NAME_LENGTH);
}
