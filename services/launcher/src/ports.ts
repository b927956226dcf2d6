import { createServer, connect, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** The port if it is free, any free one for 0, `null` if another program has it. */
export function freePort(host: string, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(port, host, () => {
      const { port: free } = server.address() as AddressInfo;
      server.close(() => { resolve(free); });
    });
  });
}

/** Waits until something listens. The caller bounds the wait. */
export async function untilListening(host: string, port: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    if (await accepts(host, port)) return;
    await sleep(25);
  }
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => { socket.destroy(); resolve(true); });
    socket.once('error', () => { resolve(false); });
  });
}
