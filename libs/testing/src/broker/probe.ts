import { createServer, connect } from 'node:net';
import { waitFor } from '../wait-for.js';

/** A TCP port on loopback that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

/**
 * Waits until a nats-server greets on the port; returns its version. A proxy that only accepts is not enough.
 * @param ended gives the waiting up, with its reason
 */
export function serverVersion(port: number, ended?: AbortSignal): Promise<string> {
  return waitFor(() => greeting(port), { timeoutMs: 20_000, what: `nats-server on port ${port}`, signal: ended });
}

function greeting(port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const done = (version: string | null) => {
      socket.destroy();
      resolve(version);
    };
    socket.setTimeout(1_000, () => done(null));
    socket.once('error', () => done(null));
    socket.once('close', () => done(null));
    socket.once('data', (data) => done(/"version":"([^"]+)"/.exec(data.toString('utf8'))?.[1] ?? null));
  });
}
