import { mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectBroker, provisionStreams, type Broker } from '@agents-fleet/event-log';
import { createLogger } from '@agents-fleet/platform';
import {
  freePort,
  serviceProgram,
  startBroker,
  temporaryDirectory,
  waitFor,
  type ServiceProcess,
  type ServiceProgram,
  type TemporaryDirectory,
  type TestBroker,
} from '@agents-fleet/testing';
import { FleetClient } from '../fleet-client/fleet-client.js';

/** Every service, each with its own process entry, in the order in which they start; they stop the other way round. */
const ENTRIES = {
  'pty-host': 'services/runner/src/pty-host/main.ts',
  runner: 'services/runner/src/main.ts',
  pricing: 'services/pricing/src/main.ts',
  budget: 'services/budget/src/main.ts',
  'git-snapshot': 'services/git-snapshot/src/main.ts',
  projector: 'services/projector/src/main.ts',
  gateway: 'services/gateway/src/main.ts',
} as const;
/** Programs of the services' threads. */
const THREADS: Partial<Record<ServiceName, Readonly<Record<string, string>>>> = {
  projector: { 'projector/archivist': 'services/projector/src/archive/thread-main.ts' },
  gateway: { 'gateway/text-thread': 'services/gateway/src/terminal/text-thread-main.ts' },
};
export type ServiceName = keyof typeof ENTRIES;
const NAMES = Object.keys(ENTRIES) as ServiceName[];

/**
 * The whole product with one process a service and a broker of its own, so that a scenario may kill any of them. What
 * `npm start` runs is the same code in fewer processes.
 */
export class ProcessFleet {
  readonly #programs = new Map<ServiceName, ServiceProgram>();
  readonly #processes = new Map<ServiceName, ServiceProcess>();
  readonly #environment: Readonly<Record<string, string>>;
  #client: FleetClient | null = null;

  private constructor(
    readonly broker: TestBroker,
    /** For looking into the log, as an operator would. */
    readonly connection: Broker,
    /** A directory under the allowed roots. */
    readonly repo: string,
    private readonly directory: TemporaryDirectory,
    private readonly port: number,
  ) {
    this.#environment = {
      FLEET_NATS_URL: broker.url,
      FLEET_DATA_DIR: join(directory.path, 'data'),
      FLEET_REPO_ROOTS: repo,
      FLEET_RUNNER_ID: 'scenario',
      FLEET_HTTP_PORT: String(port),
      FLEET_LOG_LEVEL: 'warn',
    };
  }

  static async start(): Promise<ProcessFleet> {
    const directory = await temporaryDirectory();
    const data = join(directory.path, 'data');
    mkdirSync(data, { mode: 0o700 });
    mkdirSync(join(directory.path, 'repo'));
    const [broker, port] = await Promise.all([startBroker(), freePort()]);
    const connection = await connectBroker({ url: broker.url, name: 'scenario', logger: createLogger('scenario', 'silent') });
    await provisionStreams(connection);
    const fleet = new ProcessFleet(broker, connection, realpathSync(join(directory.path, 'repo')), directory, port);
    try {
      for (const name of NAMES) {
        fleet.#programs.set(name, await serviceProgram(ENTRIES[name], THREADS[name]));
        await fleet.startService(name);
      }
      // The gateway hears of a runner by its next heartbeat.
      await waitFor(async () => /"online":true/.test(await (await fleet.client.ask('GET', '/api/runners')).text()), { what: 'a runner that is online' });
      return fleet;
    } catch (error) {
      await fleet.stop();
      throw error;
    }
  }

  /** The fleet as a script sees it. */
  get client(): FleetClient {
    // The gateway makes the token at its first start.
    const tokenFile = join(this.directory.path, 'data', 'access-token');
    this.#client ??= new FleetClient(`http://127.0.0.1:${this.port}`, readFileSync(tokenFile, 'utf8').trim());
    return this.#client;
  }

  async startService(name: ServiceName): Promise<void> {
    const program = this.#programs.get(name);
    if (program === undefined) throw new Error(`${name} was not built`);
    this.#processes.set(name, await program.start(this.#environment));
  }

  pidOf(name: ServiceName): number {
    const process = this.#processes.get(name);
    if (process === undefined) throw new Error(`${name} does not run`);
    return process.pid;
  }

  /** SIGKILL, as a crash. */
  async kill(name: ServiceName): Promise<void> {
    await this.#processes.get(name)?.kill();
    this.#processes.delete(name);
  }

  /** Waits until the API says that the session is over. Costs and terminal bytes may still be a moment behind. */
  async ended(sessionId: string, timeoutMs = 30_000) {
    return waitFor(
      async () => {
        // Asking without a pause would take the time from the fleet.
        await sleep(100);
        const session = await this.client.session(sessionId);
        return session.status === 'ended' && session;
      },
      { timeoutMs, what: `the end of session ${sessionId}` },
    );
  }

  async stop(): Promise<void> {
    for (const name of [...NAMES].reverse()) {
      await this.#processes.get(name)?.stop();
      this.#programs.get(name)?.remove();
    }
    await this.connection.close();
    await this.broker.stop();
    await this.directory.remove();
  }
}
