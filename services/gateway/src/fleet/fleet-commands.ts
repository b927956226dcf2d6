import { type z } from 'zod';
import { type CommandError, type CommandReply, ptyHeaders, type RunnerCommandName, subjects } from '@agents-fleet/contracts';
import { type Broker, request } from '@agents-fleet/event-log';
import { ProblemError, type FieldError } from '../http/problem.js';

/** A runner starts a process and waits for the broker's acknowledgement: far below this on any machine. */
const COMMAND_TIMEOUT_MS = 10_000;

/** Sends commands to runners and services and turns a refusal into a problem that names the field. */
export class FleetCommands {
  constructor(private readonly broker: Broker) {}

  async toRunner<Data extends z.ZodType>(
    runnerId: string,
    command: RunnerCommandName,
    body: unknown,
    reply: Data,
  ): Promise<z.infer<Data>> {
    return this.#send(subjects.runnerCommand(runnerId, command), body, reply, `Runner ${runnerId}`);
  }

  async setBudget<Data extends z.ZodType>(body: unknown, reply: Data): Promise<z.infer<Data>> {
    return this.#send(subjects.budgetCommand('set'), body, reply, 'The budget service');
  }

  async priceTable<Data extends z.ZodType>(reply: Data): Promise<z.infer<Data>> {
    return this.#send(subjects.pricingCommand('table'), {}, reply, 'The pricing service');
  }

  /** Types bytes into a session. The reply is for the caller to judge: typing on must not wait for it. */
  type<Data extends z.ZodType>(runnerId: string, sessionId: string, bytes: Uint8Array, reply: Data): Promise<CommandReply<z.infer<Data>>> {
    return request(this.broker, subjects.runnerCommand(runnerId, 'input'), bytes, {
      timeoutMs: COMMAND_TIMEOUT_MS,
      reply,
      headers: { [ptyHeaders.session]: sessionId },
    });
  }

  async #send<Data extends z.ZodType>(subject: string, body: unknown, reply: Data, who: string): Promise<z.infer<Data>> {
    const answer = await request(this.broker, subject, body, { timeoutMs: COMMAND_TIMEOUT_MS, reply });
    if (answer.ok) return answer.data;
    throw commandProblem(answer.error, who);
  }
}

const STATUS_OF: Readonly<Record<CommandError['code'], number>> = {
  invalid_input: 422,
  repo_not_found: 422,
  repo_not_allowed: 422,
  command_not_found: 422,
  session_not_found: 404,
  session_ended: 409,
  too_many_sessions: 429,
  unavailable: 503,
  internal: 502,
};

/** A refused command as a problem document. */
export function commandProblem(error: CommandError, who: string): ProblemError {
  const errors: FieldError[] = error.field === null ? [] : [{ field: error.field, message: error.message }];
  const detail = error.code === 'unavailable' ? `${who}: ${error.message}.` : error.message;
  return new ProblemError(STATUS_OF[error.code], detail, errors);
}
