import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { z } from 'zod';
import {
  NOTHING_CARRIED,
  ptyHeaders,
  readEvent,
  STREAMS,
  subjects,
  type CommandReply,
  type EventOf,
  type FleetEvent,
  type FleetEventType,
  type RunnerCommandName,
  type StartCommand,
} from '@agents-fleet/contracts';
import { connectBroker, provisionStreams, readSubject, request, type Broker, type ReceivedMessage } from '@agents-fleet/event-log';
import { createLogger, type RunningService } from '@agents-fleet/platform';
import { startBroker, temporaryDirectory, waitFor, type TemporaryDirectory, type TestBroker } from '@agents-fleet/testing';
import { ptyHostConfigurationSchema, runnerConfigurationSchema, type PtyHostConfiguration } from '../configuration.js';
import { startPtyHost } from '../pty-host/start-pty-host.js';
import { startRunner } from '../runner/start-runner.js';

const logger = createLogger('spec', process.env['FLEET_SPEC_LOG'] === undefined ? 'silent' : 'info');

/** A session's terminal as its chunks tell it. */
export interface StoredTerminal {
  bytes: Buffer;
  /** `<kind>` of each chunk, by its number. */
  kinds: string[];
  resizes: string[];
}

/** A real broker, a pty-host and a runner for specs, spoken to by commands and read from the log, as anybody would. */
export class FleetOfOne {
  readonly #environment: Record<string, string>;
  readonly #messages = new Map<string, ReceivedMessage[]>();
  ptyHost: RunningService | null = null;
  runner: RunningService | null = null;

  private constructor(
    readonly server: TestBroker,
    readonly broker: Broker,
    readonly folder: TemporaryDirectory,
    environment: Record<string, string>,
  ) {
    this.#environment = {
      ...environment,
      FLEET_DATA_DIR: join(folder.path, 'data'),
      FLEET_NATS_URL: server.url,
      FLEET_RUNNER_ID: 'spec',
      FLEET_REPO_ROOTS: this.repoPath,
    };
    mkdirSync(this.repoPath);
  }

  static async start({ services = true, environment = {} }: { services?: boolean; environment?: Record<string, string> } = {}): Promise<FleetOfOne> {
    const server = await startBroker();
    const broker = await connectBroker({ url: server.url, name: 'spec', logger });
    await provisionStreams(broker);
    const fleet = new FleetOfOne(server, broker, await temporaryDirectory(), environment);
    for (const [stream, subject] of [[STREAMS.log, subjects.allEvents], [STREAMS.pty, subjects.allPty], [STREAMS.pty, subjects.allStdin]] as const) {
      void fleet.#collect(stream, subject);
    }
    if (services) {
      await fleet.startPtyHost();
      await fleet.startRunner();
    }
    return fleet;
  }

  get repoPath(): string {
    return join(this.folder.path, 'repo');
  }

  get environment(): Readonly<Record<string, string>> {
    return this.#environment;
  }

  /**
   * @param settings that differ from what the environment says, such as a shorter time than a person may set
   * @param log where it says what it does
   */
  async startPtyHost(settings: Partial<PtyHostConfiguration> = {}, log = logger): Promise<void> {
    this.ptyHost = await startPtyHost({ ...ptyHostConfigurationSchema.parse(this.#environment), ...settings }, log);
  }

  async startRunner(): Promise<void> {
    this.runner = await startRunner(runnerConfigurationSchema.parse(this.#environment), logger);
  }

  async stop(): Promise<void> {
    await this.runner?.stop();
    await this.ptyHost?.stop();
    await this.broker.close();
    await this.server.stop();
    await this.folder.remove();
  }

  command(name: RunnerCommandName, body: unknown, headers: Record<string, string> = {}): Promise<CommandReply<unknown>> {
    return request(this.broker, subjects.runnerCommand('spec', name), body, { timeoutMs: 10_000, reply: z.unknown(), headers });
  }

  /** Starts a session. @throws Error when it is refused */
  async session(command: string | null, options: Partial<StartCommand> = {}): Promise<string> {
    const start = this.startCommand({ command, ...options });
    const reply = await this.command('start', start);
    if (!reply.ok) throw new Error(`${reply.error.code}: ${reply.error.message}`);
    return start.sessionId;
  }

  startCommand(options: Partial<StartCommand>): StartCommand {
    return {
      sessionId: ulid(),
      kind: 'pty',
      name: 'spec',
      command: 'true',
      repoPath: this.repoPath,
      budgetNanoUsd: null,
      budgetTokens: null,
      cols: 80,
      rows: 24,
      resumeOf: null,
      carried: NOTHING_CARRIED,
      correlationId: 'spec',
      ...options,
    };
  }

  type(sessionId: string, text: string): Promise<CommandReply<unknown>> {
    return this.command('input', Buffer.from(text), { [ptyHeaders.session]: sessionId });
  }

  /** A session's raw events, each once, by their number. */
  events(sessionId: string): FleetEvent[] {
    const events = new Map<string, FleetEvent>();
    for (const group of ['lifecycle', 'usage'] as const) {
      for (const { data } of this.#messages.get(subjects.event(sessionId, group)) ?? []) {
        const event = readEvent(JSON.parse(Buffer.from(data).toString()));
        events.set(event.id, event);
      }
    }
    return [...events.values()].sort((a, b) => (a.n ?? 0) - (b.n ?? 0));
  }

  eventsOf<Type extends FleetEventType>(sessionId: string, type: Type): EventOf<Type>[] {
    return this.events(sessionId).filter((event): event is EventOf<Type> => event.type === type);
  }

  async ended(sessionId: string, timeoutMs = 15_000): Promise<EventOf<'session.ended'>['data']> {
    const ended = await waitFor(() => this.eventsOf(sessionId, 'session.ended')[0], { timeoutMs, what: 'session.ended' });
    // Its record is whole by then; this reader may have a few messages left to take.
    await waitFor(() => this.#chunks(sessionId).size >= ended.data.lastChunk);
    return ended.data;
  }

  terminal(sessionId: string): StoredTerminal {
    const chunks = [...this.#chunks(sessionId)].sort(([a], [b]) => a - b);
    if (chunks.some(([n], i) => n !== i + 1)) throw new Error('the numbering has a hole');
    const kinds = chunks.map(([, chunk]) => chunk.header(ptyHeaders.kind) ?? '');
    const bodies = (kind: string) => chunks.filter((_, i) => kinds[i] === kind).map(([, { data }]) => Buffer.from(data));
    return { kinds, bytes: Buffer.concat(bodies('output')), resizes: bodies('resize').map(String) };
  }

  /** Lets go of what was read of a session's terminal: for specs that start very many. */
  forgetTerminal(sessionId: string): void {
    this.#messages.delete(subjects.pty(sessionId));
  }

  output(sessionId: string): string {
    return this.terminal(sessionId).bytes.toString();
  }

  /** What was typed: text, or the length of what was redacted. */
  stdin(sessionId: string): (string | number)[] {
    return (this.#messages.get(subjects.stdin(sessionId)) ?? []).map((message) =>
      message.header(ptyHeaders.redacted) === '1' ? Number(message.header(ptyHeaders.length)) : Buffer.from(message.data).toString(),
    );
  }

  #chunks(sessionId: string): Map<number, ReceivedMessage> {
    return new Map((this.#messages.get(subjects.pty(sessionId)) ?? []).map((message) => [Number(message.header(ptyHeaders.n)), message]));
  }

  async #collect(stream: string, subject: string): Promise<void> {
    for await (const message of await readSubject(this.broker, { stream, subject, fromSeq: 1 })) {
      const known = this.#messages.get(message.subject);
      if (known === undefined) this.#messages.set(message.subject, [message]);
      else known.push(message);
    }
  }
}
