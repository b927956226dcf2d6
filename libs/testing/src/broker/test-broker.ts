/** A nats-server with JetStream that a spec may stop, kill and start again on the same port and store. */
export interface TestBroker {
  /** `nats://127.0.0.1:<port>`; stays the same over restarts. */
  readonly url: string;
  /** Version that the server tells, such as `2.9.10`. */
  readonly version: string;
  /** What runs it. */
  readonly flavour: 'container' | 'binary';
  /** Ends it and removes its store. */
  stop(): Promise<void>;
  /** SIGKILL, as a crash: nothing is flushed. The store stays. */
  kill(): Promise<void>;
  /** Starts a killed one again, or stops a running one gracefully first. Resolves when it answers. */
  restart(): Promise<void>;
}

/** How the server is set up. */
export interface TestBrokerOptions {
  /**
   * A server configuration to run with, and the environment that it reads; it says where the store is. Default: no
   * users, JetStream on, a store that goes when the broker is stopped.
   * Such a broker is always run from the binary.
   */
  configuration?: { file: string; environment: Readonly<Record<string, string>> } | undefined;
}
