import { ptyHeaders, resizeCommandSchema, sessionIdSchema, subjects, type CommandReply } from '@agents-fleet/contracts';
import { respond, type Broker, type ReceivedCommand, type Stoppable } from '@agents-fleet/event-log';
import type { SessionHost } from './session-host.js';

/** Answers `input` and `resize` right here, because each hop would be added to every keystroke. */
export function answerInputCommands(broker: Broker, runnerId: string, host: SessionHost): Stoppable {
  const stoppables = [
    respond(broker, subjects.runnerCommand(runnerId, 'input'), (command) => type(host, command)),
    respond(broker, subjects.runnerCommand(runnerId, 'resize'), (command) => resize(host, command)),
  ];
  return {
    stop: () => {
      for (const stoppable of stoppables) stoppable.stop();
    },
  };
}

async function type(host: SessionHost, command: ReceivedCommand): Promise<CommandReply<unknown>> {
  const sessionId = sessionIdSchema.safeParse(command.header(ptyHeaders.session));
  if (!sessionId.success) return { ok: false, error: { code: 'invalid_input', message: `the header ${ptyHeaders.session} must name a session`, field: null } };
  return typeInto(host, sessionId.data, command.data);
}

/** Types bytes into a session, and answers when they are written and recorded. */
export async function typeInto(host: SessionHost, sessionId: string, bytes: Uint8Array): Promise<CommandReply<unknown>> {
  const session = host.find(sessionId);
  if (session === null) return notRunning();
  const typing = session.type(bytes);
  host.typed(sessionId);
  await typing;
  return { ok: true, data: {} };
}

function resize(host: SessionHost, command: ReceivedCommand): CommandReply<unknown> {
  const parsed = resizeCommandSchema.safeParse(command.json());
  if (!parsed.success) return { ok: false, error: { code: 'invalid_input', message: 'must be a session and a size', field: null } };
  const { sessionId, cols, rows } = parsed.data;
  const session = host.find(sessionId);
  if (session === null) return notRunning();
  session.resize(cols, rows);
  return { ok: true, data: {} };
}

function notRunning(): CommandReply<never> {
  return { ok: false, error: { code: 'session_ended', message: 'the session does not run', field: null } };
}
