import { timingSafeEqual } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { ServedConnection } from './served-connection.js';
import { type ServedTerminals } from './served-terminals.js';

/** Gateways of one machine: one, and the next one while the first is being stopped. The rest is somebody else. */
const MAX_CONNECTIONS = 8;

/** Lets gateways of this machine hear terminals and type into them, on a Unix socket that only this user can open. */
export class LineServer {
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly path: string,
  ) {}

  /**
   * @param path of a socket that is nobody else's: what lies there is removed
   * @param key what a gateway has to say first
   * @param broken is told why a connection was ended
   */
  static async listen(path: string, key: string, terminals: ServedTerminals, broken: (reason: string) => void): Promise<LineServer> {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    rmSync(path, { force: true });
    const server = createServer();
    server.maxConnections = MAX_CONNECTIONS;
    const lines = new LineServer(server, path);
    server.on('connection', (socket) => {
      lines.#sockets.add(socket);
      socket.on('close', () => lines.#sockets.delete(socket));
      new ServedConnection(socket, (said) => isSame(said, key), terminals, broken);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
    chmodSync(path, 0o600);
    return lines;
  }

  close(): void {
    this.server.close();
    for (const socket of this.#sockets) socket.destroy();
    rmSync(this.path, { force: true });
  }
}

/** Takes the same time wherever they differ. */
function isSame(said: string, key: string): boolean {
  const [a, b] = [Buffer.from(said), Buffer.from(key)];
  return a.length === b.length && timingSafeEqual(a, b);
}
