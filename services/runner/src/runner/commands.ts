import type { z } from 'zod';
import {
  directoriesCommandSchema,
  restoreFileCommandSchema,
  startCommandSchema,
  stopCommandSchema,
  subjects,
  type CommandReply,
  type RunnerCommandName,
  type StartCommand,
  type StopCommand,
} from '@agents-fleet/contracts';
import { respond, type Broker, type Stoppable } from '@agents-fleet/event-log';
import type { ControlClient } from '../control/control-client.js';
import { completeDirectory } from '../repo/directories.js';
import { checkRepoPath } from '../repo/repo-path.js';
import type { FileRestores } from '../restore/file-restores.js';
import type { AgentSessions } from './agent-sessions.js';

/** Answers `start`, `stop`, `directories` and `restore_file`: checks what is asked, and passes it to who does it. */
export class RunnerCommands {
  readonly #ptyHost: ControlClient;
  readonly #sessions: AgentSessions;
  readonly #restores: FileRestores;
  readonly #repoRoots: readonly string[];

  constructor(ptyHost: ControlClient, sessions: AgentSessions, restores: FileRestores, repoRoots: readonly string[]) {
    this.#ptyHost = ptyHost;
    this.#sessions = sessions;
    this.#restores = restores;
    this.#repoRoots = repoRoots;
  }

  listen(broker: Broker, runnerId: string): Stoppable {
    const answer = <Schema extends z.ZodType>(
      name: RunnerCommandName,
      schema: Schema,
      handle: (command: z.infer<Schema>) => Promise<CommandReply<unknown>> | CommandReply<unknown>,
    ) =>
      respond(broker, subjects.runnerCommand(runnerId, name), (received) => {
        const parsed = schema.safeParse(jsonOf(received.json));
        return parsed.success ? handle(parsed.data) : invalid(parsed.error);
      });
    const stoppables = [
      answer('start', startCommandSchema, (command) => this.start(command)),
      answer('stop', stopCommandSchema, (command) => this.stop(command)),
      answer('directories', directoriesCommandSchema, (command) => ({ ok: true, data: completeDirectory(command, this.#repoRoots) })),
      answer('restore_file', restoreFileCommandSchema, (command) => this.#restores.restore(command)),
    ];
    return {
      stop: () => {
        for (const stoppable of stoppables) stoppable.stop();
      },
    };
  }

  async start(command: StartCommand): Promise<CommandReply<unknown>> {
    if (command.command?.includes('\0') === true) {
      return { ok: false, error: { code: 'invalid_input', message: 'must not hold a NUL character', field: 'command' } };
    }
    const repo = checkRepoPath(command.repoPath, this.#repoRoots);
    if (!repo.ok) return repo;
    return this.#sessions.start({ ...command, repoPath: repo.path });
  }

  stop({ sessionId, reason, force }: StopCommand): Promise<CommandReply<unknown>> {
    const enforcedBy = reason === 'user' ? 'person' : reason === 'budget_exceeded' ? 'budget' : 'runner';
    return this.#ptyHost.ask('stop', { sessionId, reason, force, enforcedBy, budgetVersion: null });
  }
}

function jsonOf(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined; // No JSON: the schema refuses it with its own words.
  }
}

function invalid(error: z.ZodError): CommandReply<never> {
  const issue = error.issues[0];
  const field = issue?.path.join('.') ?? '';
  return { ok: false, error: { code: 'invalid_input', message: issue?.message ?? 'is invalid', field: field === '' ? null : field } };
}
