import { type Logger } from '@agents-fleet/platform';
import { type Clock } from '@agents-fleet/terminal';
import { type LineClient, type TerminalLine } from '@agents-fleet/terminal-line';
import { type LineMaker, type SessionEars } from './line-maker.js';

/** Milliseconds before the next try, after the first failure and at most: a container never gets there, and costs nothing. */
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;

interface HeardSession {
  readonly ears: SessionEars;
  line: TerminalLine | null;
}

/** The connection to one runner's terminals: there while somebody hears one of them, made anew when it is lost. */
export class RunnerLine {
  readonly #sessions = new Map<string, HeardSession>();
  #client: LineClient | null = null;
  #isConnecting = false;
  #retryMs = FIRST_RETRY_MS;
  #cancelRetry: (() => void) | null = null;
  #isClosed = false;

  constructor(
    private readonly runnerId: string,
    private readonly maker: LineMaker,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  hear(sessionId: string, ears: SessionEars): () => void {
    const heard: HeardSession = { ears, line: null };
    this.#sessions.set(sessionId, heard);
    if (this.#client === null) this.#connect();
    else this.#open(sessionId, heard, this.#client);
    return () => {
      heard.line?.close();
      heard.line = null;
      if (this.#sessions.get(sessionId) === heard) this.#sessions.delete(sessionId);
    };
  }

  lineTo(sessionId: string): TerminalLine | null {
    return this.#sessions.get(sessionId)?.line ?? null;
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelRetry?.();
    this.#client?.close();
  }

  #connect(): void {
    if (this.#isConnecting || this.#isClosed || this.#sessions.size === 0) return;
    this.#isConnecting = true;
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    this.#tryToConnect().then(
      () => { this.#isConnecting = false; },
      (error: unknown) => {
        this.#isConnecting = false;
        this.logger.debug({ error, runnerId: this.runnerId }, 'there is no line to the terminals of this runner: the broker brings them');
        this.#retryLater();
      },
    );
  }

  async #tryToConnect(): Promise<void> {
    const { path, key } = await this.maker.ask(this.runnerId);
    const client = await this.maker.connect(path, key, () => { this.#lost(client); });
    if (this.#isClosed) {
      client.close();
      return;
    }
    this.#client = client;
    this.#retryMs = FIRST_RETRY_MS;
    for (const [sessionId, heard] of this.#sessions) this.#open(sessionId, heard, client);
  }

  #open(sessionId: string, heard: HeardSession, client: LineClient): void {
    heard.line = client.open(sessionId, heard.ears);
    heard.ears.opened(heard.line);
  }

  #lost(client: LineClient): void {
    if (this.#client !== client) return;
    this.#client = null;
    for (const heard of this.#sessions.values()) {
      heard.line = null;
      heard.ears.lost();
    }
    this.#retryLater();
  }

  #retryLater(): void {
    if (this.#isClosed || this.#cancelRetry !== null) return;
    this.#cancelRetry = this.clock.after(this.#retryMs, () => {
      this.#cancelRetry = null;
      this.#connect();
    });
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
  }
}
