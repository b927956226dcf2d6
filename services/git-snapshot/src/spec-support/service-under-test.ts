import { execFileSync } from 'node:child_process';
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STREAMS, subjects, type GitCaptured } from '@agents-fleet/contracts';
import { connectBroker, EventPublisher, parseEvent, provisionStreams, readSubject, type Broker } from '@agents-fleet/event-log';
import { createLogger, type RunningService } from '@agents-fleet/platform';
import { aSessionEnded, aSessionStarted, startBroker, temporaryDirectory, type TemporaryDirectory, type TestBroker } from '@agents-fleet/testing';
import { ulid } from 'ulid';
import { gitSnapshotConfigurationSchema, startGitSnapshot } from '../index.js';

const logger = createLogger('spec', 'silent');

/** The service on a real broker, with a repository of its own for each spec. */
export class ServiceUnderTest {
  service: RunningService | null = null;
  directory!: TemporaryDirectory;
  repo!: string;
  sessionId!: string;

  private constructor(
    readonly broker: TestBroker,
    readonly connection: Broker,
    readonly publisher: EventPublisher,
  ) {}

  static async open(): Promise<ServiceUnderTest> {
    const broker = await startBroker();
    const connection = await connectBroker({ url: broker.url, name: 'spec', logger });
    await provisionStreams(connection);
    return new ServiceUnderTest(broker, connection, new EventPublisher(connection));
  }

  async close(): Promise<void> {
    this.publisher.close();
    await this.connection.close();
    await this.broker.stop();
  }

  /** Before each spec: an empty repository, and the id of a session in it. */
  async reset(): Promise<void> {
    this.directory = await temporaryDirectory();
    this.repo = join(realpathSync(this.directory.path), 'repo');
    mkdirSync(this.repo);
    this.git('init', '-q', '-b', 'trunk');
    this.sessionId = ulid();
  }

  /** After each spec. */
  async clear(): Promise<void> {
    await this.stop();
    await this.directory.remove();
  }

  async start(settings: Record<string, string> = {}): Promise<void> {
    const environment = {
      FLEET_NATS_URL: this.broker.url, FLEET_LOG_LEVEL: 'silent', FLEET_REPO_ROOTS: this.repo, FLEET_DATA_DIR: join(this.directory.path, 'data'), ...settings,
    };
    this.service = await startGitSnapshot(gitSnapshotConfigurationSchema.parse(environment), logger);
  }

  async stop(): Promise<void> {
    await this.service?.stop();
    this.service = null;
  }

  git(...words: string[]): string {
    return execFileSync('git', ['-C', this.repo, '-c', 'user.name=n', '-c', 'user.email=e@example.org', ...words], { encoding: 'utf8' }).trim();
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.repo, path), text);
  }

  begin() {
    return this.publisher.publish(aSessionStarted({ sessionId: this.sessionId, data: { repoPath: this.repo } }));
  }

  end() {
    return this.publisher.publish(aSessionEnded({ sessionId: this.sessionId }));
  }

  /** Waits until so many snapshots of a session are in the log. */
  async captures(count: number, of = this.sessionId): Promise<GitCaptured['data'][]> {
    const reader = await readSubject(this.connection, { stream: STREAMS.log, subject: subjects.event(of, 'git'), fromSeq: 1 });
    const found: GitCaptured['data'][] = [];
    for await (const message of reader) {
      const event = parseEvent(message.data);
      if ('type' in event && event.type === 'git.captured') found.push(event.data);
      if (found.length >= count) break;
    }
    reader.stop();
    return found;
  }
}
