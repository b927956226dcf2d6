import { randomBytes } from 'node:crypto';
import { subjects, type LineReply } from '@agents-fleet/contracts';
import { respond, type Broker, type Stoppable } from '@agents-fleet/event-log';
import type { Logger } from '@agents-fleet/platform';
import { LineServer } from '@agents-fleet/terminal-line';
import { typeInto } from '../input-commands.js';
import type { Outbox } from '../outbox/outbox.js';
import type { SessionHost } from '../session-host.js';
import type { TerminalListeners } from './terminal-listeners.js';

/**
 * Serves lines to gateways of this machine. Where the socket is, and the key to it, is told over the broker, to whom that allows to
 * command runners: a gateway needs no setting, and no other program of this user can make up a key.
 */
export async function openLines(
  path: string,
  { host, listeners, outbox }: { host: SessionHost; listeners: TerminalListeners; outbox: Pick<Outbox, 'storedUpTo'> },
  broker: Broker,
  runnerId: string,
  logger: Logger,
): Promise<Stoppable> {
  const key = randomBytes(32).toString('base64url');
  const terminals = {
    listen: listeners.listen.bind(listeners),
    storedUpTo: () => outbox.storedUpTo,
    type: async (sessionId: string, bytes: Uint8Array) => {
      const reply = await typeInto(host, sessionId, bytes);
      return reply.ok ? null : reply.error.message;
    },
  };
  const server = await LineServer.listen(path, key, terminals, (reason) => { logger.warn({ reason }, 'a line to the terminals is broken'); });
  const reply: LineReply = { path, key };
  const command = respond(broker, subjects.runnerCommand(runnerId, 'line'), () => ({ ok: true, data: reply }));
  return {
    stop: () => {
      command.stop();
      server.close();
    },
  };
}
