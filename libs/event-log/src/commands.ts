import { errors, headers as natsHeaders } from '@nats-io/transport-node';
import { commandReplySchema, type CommandReply } from '@agents-fleet/contracts';
import type { z } from 'zod';
import type { Broker } from './broker.js';
import { messageOf } from './broker-errors.js';

/** A command as its handler gets it. */
export interface ReceivedCommand {
  subject: string;
  data: Uint8Array;
  header(name: string): string | null;
  /** The body as JSON. @throws SyntaxError when it is none */
  json(): unknown;
}

export interface RequestOptions<Data extends z.ZodType> {
  timeoutMs: number;
  /** Schema of the reply's `data`: a constant, where commands are frequent. */
  reply: Data;
  headers?: Readonly<Record<string, string>> | undefined;
}

/** Something that goes on until it is stopped. */
export interface Stoppable {
  stop(): void;
}

/**
 * Sends a command and waits for its reply. Nobody there, no answer in time and a broker that is away all come back
 * as `unavailable`; only a reply that breaks the contract throws.
 * @param body bytes as they are, anything else as JSON
 */
export async function request<Data extends z.ZodType>(
  broker: Broker,
  subject: string,
  body: unknown,
  options: RequestOptions<Data>,
): Promise<CommandReply<z.infer<Data>>> {
  if (!broker.status.online) return unavailable('the broker is not reachable');
  const headers = natsHeaders();
  for (const [name, value] of Object.entries(options.headers ?? {})) headers.set(name, value);
  try {
    const message = await broker.connection.request(subject, encode(body), { timeout: options.timeoutMs, headers });
    return replySchema(options.reply).parse(message.json()) as CommandReply<z.infer<Data>>;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return unavailable('no answer in time');
    if (error instanceof errors.RequestError) {
      return unavailable(error.isNoResponders() ? 'nobody answers this command' : error.message);
    }
    throw error;
  }
}

/** Made once for each schema of data: making one takes zod half a millisecond, and every keystroke is a command. */
const replySchemas = new WeakMap<z.ZodType, z.ZodType>();

function replySchema(data: z.ZodType): z.ZodType {
  const known = replySchemas.get(data);
  if (known !== undefined) return known;
  const schema = commandReplySchema(data);
  replySchemas.set(data, schema);
  return schema;
}

/**
 * Answers commands. Handlers start in the order in which commands arrive and may overlap. One that throws is
 * answered with `internal`, without the error's words, and logged.
 * @param queue commands go to one member of the group only
 */
export function respond(
  broker: Broker,
  subject: string,
  handle: (command: ReceivedCommand) => Promise<CommandReply<unknown>> | CommandReply<unknown>,
  queue?: string,
): Stoppable {
  const subscription = broker.connection.subscribe(subject, {
    ...(queue === undefined ? {} : { queue }),
    callback: (error, message) => {
      if (error !== null) {
        broker.logger.error({ subject, error: error.message }, 'commands are not received');
        return;
      }
      const command: ReceivedCommand = {
        subject: message.subject,
        data: message.data,
        header: (name) => message.headers?.get(name) || null,
        json: () => message.json(),
      };
      void answer(broker, command, handle).then((reply) => {
        if (!broker.connection.isClosed()) message.respond(JSON.stringify(reply));
      });
    },
  });
  return { stop: () => subscription.unsubscribe() };
}

async function answer(
  broker: Broker,
  command: ReceivedCommand,
  handle: (command: ReceivedCommand) => Promise<CommandReply<unknown>> | CommandReply<unknown>,
): Promise<CommandReply<unknown>> {
  try {
    return await handle(command);
  } catch (error) {
    broker.logger.error({ subject: command.subject, error: messageOf(error) }, 'command failed');
    return { ok: false, error: { code: 'internal', message: 'the command failed', field: null } };
  }
}

function unavailable(message: string): CommandReply<never> {
  return { ok: false, error: { code: 'unavailable', message, field: null } };
}

/** Bytes as they are, anything else as JSON. */
export function encode(body: unknown): Uint8Array | string {
  return body instanceof Uint8Array ? body : JSON.stringify(body);
}
