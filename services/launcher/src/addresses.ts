import type { BrokerAddress } from './broker-process.js';
import type { LauncherSettings } from './launcher-settings.js';
import { freePort } from './ports.js';

const USUAL_BROKER: BrokerAddress = { host: '127.0.0.1', port: 4222 };

/** @throws Error that says which setting to change when another program has the port */
export async function httpPort(settings: LauncherSettings): Promise<number> {
  const port = await freePort(settings.httpHost, settings.httpPort);
  if (port !== null) return port;
  throw new Error(
    `FLEET_HTTP_PORT: port ${settings.httpPort} on ${settings.httpHost} is used by another program. ` +
      'Set FLEET_HTTP_PORT to a free one, in the environment or in .env.local.',
  );
}

/** The usual port if it is free, else any free one; a port that somebody asked for by name has to be free. */
export async function brokerAddress(settings: LauncherSettings): Promise<BrokerAddress> {
  if (settings.natsUrl === null) {
    const port = (await freePort(USUAL_BROKER.host, USUAL_BROKER.port)) ?? (await freePort(USUAL_BROKER.host, 0));
    return { host: USUAL_BROKER.host, port: port ?? USUAL_BROKER.port };
  }
  const { hostname, port } = new URL(settings.natsUrl);
  const wanted = { host: hostname, port: port === '' ? USUAL_BROKER.port : Number(port) };
  if ((await freePort(wanted.host, wanted.port)) !== null) return wanted;
  throw new Error(
    `FLEET_NATS_URL: port ${wanted.port} on ${wanted.host} is used by another program. ` +
      '`npm start` brings its own broker: name a free port, or leave FLEET_NATS_URL out.',
  );
}

/** What a browser on this machine opens; a server that listens everywhere is reached by loopback. */
export function consoleUrlOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
