import { join } from 'node:path';
import { STREAMS } from '@agents-fleet/contracts';
import { connectBroker, EventPublisher, provisionStreams, publishChunk, publishStdin, type Broker } from '@agents-fleet/event-log';
import { createLogger, type RunningService } from '@agents-fleet/platform';
import { openReadModels, type ReadModels } from '@agents-fleet/read-models';
import { readPage } from '@agents-fleet/terminal';
import {
  aChunk,
  aCostRecorded,
  aGitCaptured,
  aLimitReached,
  aLimitWarned,
  aProcessExited,
  aSessionEnded,
  aSessionStarted,
  aStartSize,
  aStdinRecord,
  aStopRequested,
  aUsageRecorded,
  silentLogger,
  temporaryDirectory,
  waitFor,
  type TemporaryDirectory,
  type TestBroker,
} from '@agents-fleet/testing';
import { runHere } from '../archive/run-here.js';
import { projectorConfigurationSchema, startProjector } from '../index.js';

const STREAM_OF = { log: STREAMS.log, pty: STREAMS.pty, stdin: STREAMS.pty };

/** An empty log, a place for the read models, and a projector that a spec starts and stops. */
export class ProjectorBench {
  readonly broker: Broker;
  readonly publisher: EventPublisher;
  /** The SQLite file. */
  readonly path: string;
  #models: ReadModels;
  readonly #server: TestBroker;
  readonly #directory: TemporaryDirectory;
  #projector: RunningService | null = null;

  private constructor(server: TestBroker, broker: Broker, directory: TemporaryDirectory, path: string, models: ReadModels) {
    this.#server = server;
    this.broker = broker;
    this.publisher = new EventPublisher(broker);
    this.#directory = directory;
    this.path = path;
    this.#models = models;
  }

  static async open(server: TestBroker): Promise<ProjectorBench> {
    const broker = await connectBroker({ url: server.url, name: 'spec', logger: silentLogger() });
    const { streams } = await broker.manager();
    for await (const { config } of streams.list()) await streams.delete(config.name);
    await provisionStreams(broker);
    const directory = await temporaryDirectory();
    const path = join(directory.path, 'read-models.sqlite');
    return new ProjectorBench(server, broker, directory, path, await openReadModels({ path, mode: 'reader' }));
  }

  get models(): ReadModels {
    return this.#models;
  }

  /** Opens the read models anew, as after they were removed. */
  async reopen(): Promise<void> {
    await this.#models.close();
    this.#models = await openReadModels({ path: this.path, mode: 'reader' });
  }

  /** The projector that was started last. */
  get projector(): RunningService {
    if (this.#projector === null) throw new Error('no projector was started');
    return this.#projector;
  }

  async close(): Promise<void> {
    await this.#projector?.stop();
    await this.models.close();
    this.publisher.close();
    await this.broker.close();
    await this.#directory.remove();
  }

  /** @param settings further variables */
  async start(settings: Readonly<Record<string, string>> = {}): Promise<RunningService> {
    const environment = { FLEET_NATS_URL: this.#server.url, FLEET_DATABASE: this.path, ...settings };
    // The thread's program is a bundle, which specs don't make: the archivist works in this thread.
    const projector = await startProjector(projectorConfigurationSchema.parse(environment), createLogger('projector', 'fatal'), runHere(readPage));
    this.#projector = projector;
    return projector;
  }

  /** Waits until nothing is left to project. */
  async caughtUp(): Promise<void> {
    const { consumers } = await this.broker.manager();
    const left = Object.entries(STREAM_OF).map(([name, stream]) => async () => {
      const info = await consumers.info(stream, `projector-${name}`);
      return info.num_pending + info.num_ack_pending;
    });
    await waitFor(async () => (await Promise.all(left.map((ask) => ask()))).every((pending) => pending === 0), {
      what: 'the projector to catch up',
    });
  }

  /** A session from its start to its stop by budget, with terminal, input, usage and git. */
  async publishSession(sessionId: string): Promise<void> {
    const { publisher } = this;
    await publisher.publish(aSessionStarted({ sessionId }));
    await publisher.publish(aGitCaptured({ sessionId }));
    await publishChunk(publisher, aStartSize({ sessionId }));
    await publishChunk(publisher, aChunk({ sessionId, n: 2, offset: 0, body: 'building\r\n' }));
    await publishChunk(publisher, aChunk({ sessionId, n: 3, kind: 'resize', offset: 10, body: '90x30' }));
    await publishChunk(publisher, aChunk({ sessionId, n: 4, offset: 10, body: '\x1b[1mdone\x1b[0m\r\n' }));
    await publishStdin(publisher, aStdinRecord({ sessionId }));
    await publishStdin(publisher, aStdinRecord({ sessionId, n: 2, redacted: true, length: 9, body: Buffer.alloc(0) }));
    for (let number = 1; number <= 5; number++) {
      const usageId = `${sessionId}:estimate:${number}`;
      await publisher.publish(aUsageRecorded({ sessionId, n: number + 1, data: { usageId } }));
      await publisher.publish(aCostRecorded({ sessionId, data: { usageId } }));
    }
    await publisher.publish(aLimitWarned({ sessionId }));
    await publisher.publish(aLimitReached({ sessionId }));
    await publisher.publish(aStopRequested({ sessionId, data: { reason: 'budget_exceeded', enforcedBy: 'budget' } }));
    await publisher.publish(aProcessExited({ sessionId, data: { exitCode: null, signal: 'SIGINT' } }));
    await publisher.publish(aSessionEnded({
      sessionId,
      data: { stopReason: 'budget_exceeded', exitCode: null, signal: 'SIGINT', stopDurationMs: 310 },
    }));
  }
}
