import { jetstream, jetstreamManager, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream';
import { connect, errors, type NatsConnection } from '@nats-io/transport-node';
import { BrokerError, messageOf, withoutCredentials } from './broker-errors.js';
import type { BrokerLogger } from './broker-logger.js';
import { BrokerStatus } from './broker-status.js';
import { backoffMs, pause } from './retry.js';

/** How to reach the broker, and as whom. */
export interface BrokerOptions {
  /** `nats://host:port`. */
  url: string;
  /** Broker user; its inboxes are `_INBOX.<user>.>`, so that no other user can read its replies. */
  user?: string | undefined;
  password?: string | undefined;
  /** Shown by the broker in its list of connections. */
  name: string;
  logger: BrokerLogger;
  /** How long to try for the first connection, in milliseconds. Default 10,000; `Infinity` waits for ever. */
  connectTimeoutMs?: number | undefined;
}

/** Wait between two reconnects, in milliseconds. The client's own default of 2 s is long for a local broker. */
const RECONNECT_WAIT_MS = 250;
/** A broker that is silent this long is taken for gone: 2 pings at 10 s. The client's default notices after 4 min. */
const PING_INTERVAL_MS = 10_000;

/** One connection to the broker. Only this library touches what is in it. */
export class Broker {
  readonly status = new BrokerStatus();
  readonly connection: NatsConnection;
  readonly jetstream: JetStreamClient;
  readonly logger: BrokerLogger;

  constructor(connection: NatsConnection, logger: BrokerLogger) {
    this.connection = connection;
    this.jetstream = jetstream(connection);
    this.logger = logger;
    void this.#watch();
  }

  /** The server's version, such as `2.9.10`. */
  get serverVersion(): string {
    return this.connection.info?.version ?? 'unknown';
  }

  /** The largest message body that the server takes, in bytes. */
  get maxPayloadBytes(): number {
    return this.connection.info?.max_payload ?? 1_048_576;
  }

  /** For streams and consumers. Asks the server nothing by itself. */
  manager(): Promise<JetStreamManager> {
    return jetstreamManager(this.connection, { checkAPI: false });
  }

  /** Sends what is written, lets subscriptions finish, then closes. While offline it closes at once. */
  async close(): Promise<void> {
    if (this.connection.isClosed()) return;
    if (this.status.online && !this.connection.isDraining()) await this.connection.drain();
    else await this.connection.close();
  }

  async #watch(): Promise<void> {
    for await (const event of this.connection.status()) {
      if (event.type === 'disconnect' || event.type === 'staleConnection') {
        if (this.status.online) this.logger.warn({}, 'broker connection lost; reconnecting');
        this.status.change('offline');
      } else if (event.type === 'reconnect') {
        this.status.change('online');
        this.logger.info({}, 'broker connection is back');
      } else if (event.type === 'error') {
        this.logger.error({ error: event.error.message }, 'broker reported an error');
      }
    }
    this.status.change('closed');
  }
}

/**
 * Connects, and stays connected: reconnects are without end (the client's default gives up after 20 s).
 * @throws BrokerError when the first connection fails for `connectTimeoutMs`, or at once when the broker refuses us
 */
export async function connectBroker(options: BrokerOptions): Promise<Broker> {
  const deadline = AbortSignal.timeout(Math.min(options.connectTimeoutMs ?? 10_000, 2 ** 31 - 1));
  for (let failures = 1; ; failures++) {
    try {
      return new Broker(await connect(connectionOptions(options)), options.logger);
    } catch (error) {
      const refused = error instanceof errors.AuthorizationError;
      if (refused || deadline.aborted) {
        const where = withoutCredentials(options.url);
        const who = options.user === undefined ? '' : ` as ${options.user}`;
        const why = refused ? 'the broker refused the user or its password' : messageOf(error);
        throw new BrokerError(`can't connect to the broker at ${where}${who}: ${withoutCredentials(why)}`);
      }
      await pause(backoffMs(failures), deadline);
    }
  }
}

function connectionOptions(options: BrokerOptions) {
  return {
    servers: options.url,
    name: options.name,
    ...(options.user === undefined ? {} : { user: options.user, inboxPrefix: `_INBOX.${options.user}` }),
    ...(options.password === undefined ? {} : { pass: options.password }),
    maxReconnectAttempts: -1,
    ignoreAuthErrorAbort: true,
    ignoreClusterUpdates: true,
    reconnectTimeWait: RECONNECT_WAIT_MS,
    reconnectJitter: 50,
    pingInterval: PING_INTERVAL_MS,
    timeout: 5_000,
    noAsyncTraces: true,
  };
}
