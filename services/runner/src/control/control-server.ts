import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import type { CommandReply } from '@agents-fleet/contracts';
import type { Logger } from '@agents-fleet/platform';
import { encodeFrame, FrameReader } from './framing.js';
import { controlRequestSchema, type ControlNotice, type ControlReply, type ControlRequest } from './protocol.js';

/** Thrown when another pty-host already serves this data directory. */
export class AlreadyRunningError extends Error {
  override readonly name = 'AlreadyRunningError';
}

type Handler = (request: ControlRequest) => Promise<CommandReply<unknown>> | CommandReply<unknown>;

/** Answers the runner on a Unix socket that only this user can open. */
export class ControlServer {
  readonly #server: Server;
  readonly #path: string;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, path: string) {
    this.#server = server;
    this.#path = path;
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  /** @throws AlreadyRunningError when somebody answers on the socket */
  static async listen(path: string, logger: Logger, handle: Handler): Promise<ControlServer> {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    if (await answers(path)) throw new AlreadyRunningError(`another pty-host serves ${path}`);
    rmSync(path, { force: true });
    const server = createServer((socket) => {
      serve(socket, logger, handle);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
    chmodSync(path, 0o600);
    return new ControlServer(server, path);
  }

  /** Tells whoever is connected. */
  tell(notice: ControlNotice): void {
    const frame = encodeFrame(notice);
    for (const socket of this.#sockets) socket.write(frame);
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    rmSync(this.#path, { force: true });
  }
}

function serve(socket: Socket, logger: Logger, handle: Handler): void {
  const frames = new FrameReader();
  const fail = (error: unknown) => {
    logger.error({ error: String(error) }, 'a control connection is broken');
    socket.destroy();
  };
  socket.on('error', fail);
  socket.on('data', (bytes: Buffer) => {
    try {
      for (const value of frames.feed(bytes)) void answer(controlRequestSchema.parse(value), handle, logger).then((reply) => socket.write(encodeFrame(reply)));
    } catch (error) {
      fail(error);
    }
  });
}

async function answer(request: ControlRequest, handle: Handler, logger: Logger): Promise<ControlReply> {
  try {
    return { id: request.id, reply: await handle(request) };
  } catch (error) {
    logger.error({ method: request.method, error: String(error) }, 'a command failed');
    return { id: request.id, reply: { ok: false, error: { code: 'internal', message: 'the command failed', field: null } } };
  }
}

/** Whether a living process listens there. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
