import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { STREAMS, subjects } from '@agents-fleet/contracts';
import { connectBroker, EventPublisher, lastMessage, provisionStreams, publishChunk, type Broker } from '@agents-fleet/event-log';
import { ArchiveWriter, archivePathOf, openReadModels, type ReadModels } from '@agents-fleet/read-models';
import {
  aSessionEnded,
  aSessionStarted,
  serviceProgram,
  silentLogger,
  startBroker,
  temporaryDirectory,
  waitFor,
  type ServiceProgram,
  type TemporaryDirectory,
  type TestBroker,
} from '@agents-fleet/testing';
import { buildOutput, chunksOf } from '../spec-support/recorded-output.js';

const SESSIONS = Array.from({ length: 6 }, (_, index) => `01JZ00000000000000000000B${index}`);
/** Times from a start to its kill, in milliseconds: before the archivist begins, and in the middle of what it does. */
const LIVES_MS = [2_000, 3_600, 4_200, 5_000, 6_000];
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('a projector that is killed while its archivist’s thread works', () => {
  let server: TestBroker;
  let broker: Broker;
  let program: ServiceProgram;
  let directory: TemporaryDirectory;
  let models: ReadModels;
  let path: string;
  beforeAll(async () => {
    [server, program, directory] = await Promise.all([
      startBroker(),
      serviceProgram('services/projector/src/main.ts', { 'projector/archivist': 'services/projector/src/archive/thread-main.ts' }),
      temporaryDirectory(),
    ]);
    broker = await connectBroker({ url: server.url, name: 'spec', logger: silentLogger() });
    await provisionStreams(broker, { ptyMaxBytes: 256 * 1024 * 1024 });
    path = join(directory.path, 'read-models.sqlite');
    models = await openReadModels({ path, mode: 'reader' });
  }, 90_000);
  afterAll(async () => {
    await models.close();
    await broker.close();
    program.remove();
    await directory.remove();
    await server.stop();
  });

  const outputs = SESSIONS.map((_, index) => buildOutput(300_000 + index * 150_000, index + 1));
  const publishAll = async () => {
    const publisher = new EventPublisher(broker);
    for (const [index, sessionId] of SESSIONS.entries()) {
      const chunks = chunksOf(sessionId, outputs[index]!, 16_000);
      await publisher.publish(aSessionStarted({ sessionId }));
      await Promise.all(chunks.map((chunk) => publishChunk(publisher, chunk)));
      await publisher.publish(aSessionEnded({ sessionId, data: { lastChunk: chunks.length } }));
    }
  };
  const readAll = async (sessionId: string) => {
    const parts: Buffer[] = [];
    for (let from = 1; ; ) {
      const chunks = await models.terminal.chunks(sessionId, { from, maxBytes: 1_000_000 });
      if (chunks.length === 0) return Buffer.concat(parts);
      expect(chunks[0]?.n).toBe(from);
      parts.push(...chunks.filter(({ kind }) => kind === 'output').map(({ data }) => data));
      from += chunks.length;
    }
  };
  const isWhole = async (index: number) => {
    const { sessionId } = { sessionId: SESSIONS[index]! };
    return sha256(await readAll(sessionId)) === sha256(outputs[index]!);
  };
  const purged = () => {
    if (!existsSync(archivePathOf(path))) return 0;
    const archive = new ArchiveWriter(archivePathOf(path));
    try {
      return SESSIONS.filter((sessionId) => (archive.archivedSession(sessionId)?.purgedAt ?? null) !== null).length;
    } finally {
      archive.close();
    }
  };

  it('loses nothing, and comes to its end', async () => {
    const environment = { FLEET_NATS_URL: server.url, FLEET_DATABASE: path, FLEET_LOG_LEVEL: 'fatal' };
    await publishAll();
    for (const lifeMs of LIVES_MS) {
      const projector = await program.start(environment);
      await waitFor(async () => (await models.terminal.position(SESSIONS.at(-1)!))?.bytes === outputs.at(-1)!.length, { timeoutMs: 60_000 });
      await sleep(lifeMs);
      await projector.kill();
      for (const index of SESSIONS.keys()) expect([index, await isWhole(index)]).toEqual([index, true]);
    }
    const last = await program.start(environment);
    await waitFor(() => purged() === SESSIONS.length, { timeoutMs: 120_000, what: 'all sessions to be archived and purged' });
    for (const [index, sessionId] of SESSIONS.entries()) {
      expect([index, await isWhole(index)]).toEqual([index, true]);
      expect(await lastMessage(broker, STREAMS.pty, subjects.pty(sessionId))).toBeNull();
    }
    expect(await last.stop()).toBe(0);
  }, 300_000);
});
