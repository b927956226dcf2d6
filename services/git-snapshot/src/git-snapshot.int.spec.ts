import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { STREAMS, subjects, type GitCaptured } from '@agents-fleet/contracts';
import { connectBroker, EventPublisher, parseEvent, provisionStreams, readSubject, type Broker } from '@agents-fleet/event-log';
import { createLogger, type RunningService } from '@agents-fleet/platform';
import { aSessionEnded, aSessionStarted, startBroker, temporaryDirectory, waitFor, type TemporaryDirectory, type TestBroker } from '@agents-fleet/testing';
import { startGitSnapshot } from './index.js';

const logger = createLogger('spec', 'silent');
let broker: TestBroker;
let connection: Broker;
let publisher: EventPublisher;
let repo: TemporaryDirectory;
let service: RunningService | null = null;

beforeAll(async () => {
  broker = await startBroker();
  connection = await connectBroker({ url: broker.url, name: 'spec', logger });
  await provisionStreams(connection);
  publisher = new EventPublisher(connection);
  repo = await temporaryDirectory();
  execFileSync('git', ['init', '-q', '-b', 'trunk', repo.path]);
}, 60_000);
afterAll(async () => {
  publisher.close();
  await connection.close();
  await broker.stop();
  await repo.remove();
});

const start = async (captureOnEnd: boolean) => {
  service = await startGitSnapshot(
    { FLEET_NATS_URL: broker.url, FLEET_LOG_LEVEL: 'silent', FLEET_REPO_ROOTS: [repo.path], AGENTS_FLEET_CAPTURE_GIT_ON_END: captureOnEnd },
    logger,
  );
};
const stop = async () => {
  await service?.stop();
  service = null;
};
afterEach(stop);

async function captures(sessionId: string, count: number): Promise<GitCaptured['data'][]> {
  const reader = await readSubject(connection, { stream: STREAMS.log, subject: subjects.event(sessionId, 'git'), fromSeq: 1 });
  const found: GitCaptured['data'][] = [];
  for await (const message of reader) {
    const event = parseEvent(message.data);
    if ('type' in event && event.type === 'git.captured') found.push(event.data);
    if (found.length >= count) break;
  }
  reader.stop();
  return found;
}

describe('git-snapshot', () => {
  it('captures start and end, also when it was restarted in between', async () => {
    const sessionId = '01JZ0000000000000000000301';
    await start(true);
    await publisher.publish(aSessionStarted({ sessionId, data: { repoPath: repo.path } }));
    expect(await captures(sessionId, 1)).toMatchObject([{ phase: 'start', state: 'no_commit', branch: 'trunk' }]);
    await stop();
    await start(true);
    await publisher.publish(aSessionEnded({ sessionId }));
    expect(await captures(sessionId, 2)).toMatchObject([{ phase: 'start' }, { phase: 'end', branch: 'trunk' }]);
  }, 30_000);

  it('captures no end when it is told not to, and says when the repository is outside the roots', async () => {
    const sessionId = '01JZ0000000000000000000302';
    await start(false);
    await publisher.publish(aSessionStarted({ sessionId, data: { repoPath: '/etc' } }));
    await publisher.publish(aSessionEnded({ sessionId }));
    expect(await captures(sessionId, 1)).toMatchObject([{ phase: 'start', state: 'unreadable', head: null }]);
    // Events are handled in their order: once a later session's start is captured, that end has been handled.
    const later = '01JZ0000000000000000000303';
    await publisher.publish(aSessionStarted({ sessionId: later, data: { repoPath: repo.path } }));
    expect(await captures(later, 1)).toMatchObject([{ phase: 'start', state: 'no_commit' }]);
    await waitFor(() => service?.health().details['captured'] === 2);
  }, 30_000);
});
