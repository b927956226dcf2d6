import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { silentLogger, startBroker, temporaryDirectory, waitFor, type TemporaryDirectory, type TestBroker } from '@agents-fleet/testing';
import { connectBroker, type Broker } from '../broker.js';
import { provisionStreams } from '../provision.js';

const CONFIGURATION = new URL('../../../../docker/nats/nats-server.conf', import.meta.url);

/** Who has an account of the broker in Compose. */
export const USERS = ['provisioner', 'runner', 'pty-host', 'pricing', 'budget', 'git-snapshot', 'projector', 'gateway', 'observer'] as const;
export type User = (typeof USERS)[number];

/** A connection of one of them. */
export type UserConnection = Broker & {
  /** What the broker has refused so far. */
  refusals(): string[];
};

const passwordOf = (user: string) => `password-of-${user}`;

/** The broker as Compose configures it, with the streams and an account for each service. */
export class BrokerWithUsers {
  readonly #connected: Broker[] = [];

  private constructor(
    readonly server: TestBroker,
    private readonly directory: TemporaryDirectory,
  ) {}

  static async open(): Promise<BrokerWithUsers> {
    const directory = await temporaryDirectory();
    // As the launcher does for the oldest server: settings that it does not know are left out.
    const file = join(directory.path, 'nats-server.conf');
    const configuration = await readFile(CONFIGURATION, 'utf8');
    await writeFile(file, configuration.split('\n').filter((line) => !/# since \S+$/.test(line)).join('\n'));
    const passwords = USERS.map((user) => [`FLEET_NATS_${user.toUpperCase().replace('-', '_')}_PASSWORD`, passwordOf(user)]);
    const server = await startBroker({
      configuration: {
        file,
        environment: {
          ...(Object.fromEntries(passwords) as Record<string, string>),
          FLEET_NATS_STORE_DIR: join(directory.path, 'store'),
          FLEET_NATS_MAX_FILE_STORE: '1073741824',
        },
      },
    });
    const broker = new BrokerWithUsers(server, directory);
    const provisioner = await broker.as('provisioner');
    await provisionStreams(provisioner, { ptyMaxBytes: 64 * 1024 * 1024 });
    await provisionStreams(provisioner, { ptyMaxBytes: 64 * 1024 * 1024 });
    return broker;
  }

  async as(user: User): Promise<UserConnection> {
    const logger = silentLogger();
    const broker = await connectBroker({ url: this.server.url, user, password: passwordOf(user), name: user, logger });
    this.#connected.push(broker);
    return Object.assign(broker, {
      refusals: () => logger.lines.map(({ fields }) => String(fields['error'] ?? '')).filter((error) => /permissions violation/i.test(error)),
    });
  }

  /** After each spec: nobody is connected. */
  async disconnect(): Promise<void> {
    for (const broker of this.#connected.splice(0)) await broker.connection.close();
  }

  async close(): Promise<void> {
    await this.server.stop();
    await this.directory.remove();
  }
}

/** Whether the broker refuses what a user does. */
export async function isRefused(broker: UserConnection, action: () => unknown): Promise<boolean> {
  const before = broker.refusals().length;
  action();
  await broker.connection.flush();
  await broker.connection.flush();
  return waitFor(() => broker.refusals().length > before, { timeoutMs: 300 }).catch(() => false);
}
