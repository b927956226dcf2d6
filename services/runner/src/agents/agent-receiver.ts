import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import type { Logger } from '@agents-fleet/platform';

/** Largest body in bytes. A batch of telemetry has some kB; a hook may carry the output of a tool. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
/** A request that is not here after so many milliseconds is given up. */
const REQUEST_TIMEOUT_MS = 10_000;
const PORT_FILE = 'agent-receiver.port';

const portSchema = z.coerce.number().int().min(1).max(65_535);

/** What one session is told: a path such as `v1/logs` or `hook`, and a body that is JSON. Its answer goes back as JSON. */
export type ReceiverHandler = (path: string, body: unknown) => Promise<object> | object;

/**
 * Where agents post what they do, on the loopback interface. Each session has a secret of its own in its URL or in a
 * header; without one there is nothing to be found. The port is kept over restarts, so that an agent that runs on finds
 * it again.
 */
export class AgentReceiver {
  readonly #server: Server;
  readonly #handlers = new Map<string, { digest: Buffer; handle: ReceiverHandler }>();
  readonly #logger: Logger;

  private constructor(logger: Logger) {
    this.#logger = logger;
    this.#server = createServer((request, response) => {
      void this.#answer(request, response);
    });
    this.#server.requestTimeout = REQUEST_TIMEOUT_MS;
  }

  /** @param directory private directory in which the port is remembered */
  static async listen(directory: string, logger: Logger): Promise<AgentReceiver> {
    const receiver = new AgentReceiver(logger);
    const file = join(directory, PORT_FILE);
    const before = portBefore(file);
    try {
      await receiver.#listenOn(before ?? 0);
    } catch (error) {
      if (before === null || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      logger.warn({ port: before }, 'the port that agents report to is taken: those that still run are metered by their files');
      await receiver.#listenOn(0);
    }
    writeFileSync(file, String(receiver.#port), { mode: 0o600 });
    return receiver;
  }

  /** Base URL for who sends its secret by the header `authorization: Bearer …`, without a final slash. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Base URL of the session with this secret, without a final slash. Itself a secret: never log it. */
  urlOf(token: string): string {
    return `http://127.0.0.1:${this.#port}/${token}`;
  }

  /** Takes what the session with this secret posts. */
  register(token: string, handle: ReceiverHandler): void {
    this.#handlers.set(token, { digest: digestOf(token), handle });
  }

  unregister(token: string): void {
    this.#handlers.delete(token);
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  #listenOn(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const [token, ...path] = secretAndPath(request);
      const handle = this.#handlerOf(token);
      if (handle === null || request.method !== 'POST') {
        send(response, 404, { error: 'not found' });
        return;
      }
      const body = await readBody(request);
      if (body === null) {
        response.setHeader('connection', 'close');
        send(response, 413, { error: 'too large' });
        return;
      }
      send(response, 200, await handle(path.join('/'), JSON.parse(body)));
    } catch (error) {
      // Never the URL: it holds the secret.
      this.#logger.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'what an agent posted could not be used');
      send(response, 400, { error: 'not understood' });
    }
  }

  /** Looks at every secret, so that the time it takes tells nothing about any. */
  #handlerOf(token: string): ReceiverHandler | null {
    const digest = digestOf(token);
    let found: ReceiverHandler | null = null;
    for (const registered of this.#handlers.values()) if (timingSafeEqual(registered.digest, digest)) found = registered.handle;
    return found;
  }
}

/** The secret, by header or as the first part of the path, and the parts of the path behind it. */
function secretAndPath({ url, headers }: IncomingMessage): [secret: string, ...path: string[]] {
  const [, first = '', ...rest] = (url ?? '').split('?', 1)[0]?.split('/') ?? [];
  const bearer = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
  return bearer === undefined ? [first, ...rest] : [bearer, first, ...rest];
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function portBefore(file: string): number | null {
  try {
    return portSchema.safeParse(readFileSync(file, 'utf8')).data ?? null;
  } catch {
    return null; // The first start: any free port will do.
  }
}

/** @returns `null` for a body that is too large */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > MAX_BODY_BYTES) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function send(response: ServerResponse, status: number, body: object): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
