import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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

const start = (captureOnEnd: boolean): Promise<RunningService> =>
  startGitSnapshot(
    { FLEET_NATS_URL: broker.url, FLEET_LOG_LEVEL: 'silent', FLEET_REPO_ROOTS: [repo.path], AGENTS_FLEET_CAPTURE_GIT_ON_END: captureOnEnd },
    logger,
  );

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
    const first = await start(true);
    await publisher.publish(aSessionStarted({ sessionId, data: { repoPath: repo.path } }));
    expect(await captures(sessionId, 1)).toMatchObject([{ phase: 'start', state: 'no_commit', branch: 'trunk' }]);
    await first.stop();
    const second = await start(true);
    await publisher.publish(aSessionEnded({ sessionId }));
    expect(await captures(sessionId, 2)).toMatchObject([{ phase: 'start' }, { phase: 'end', branch: 'trunk' }]);
    await second.stop();
  }, 30_000);

  it('captures no end when it is told not to, and says when the repository is outside the roots', async () => {
    const sessionId = '01JZ0000000000000000000302';
    const service = await start(false);
    await publisher.publish(aSessionStarted({ sessionId, data: { repoPath: '/etc' } }));
    await publisher.publish(aSessionEnded({ sessionId }));
    expect(await captures(sessionId, 1)).toMatchObject([{ phase: 'start', state: 'unreadable', head: null }]);
    await waitFor(() => service.health().details['pending'] === 0);
    expect(service.health().details['captured']).toBe(1);
    await service.stop();
  }, 30_000);
});
