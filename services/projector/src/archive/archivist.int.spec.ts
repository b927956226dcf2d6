import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { STREAMS, subjects } from '@agents-fleet/contracts';
import { lastMessage, publishChunk } from '@agents-fleet/event-log';
import { ArchiveWriter, archivePathOf, digestReadModels, RecordReader } from '@agents-fleet/read-models';
import { aSessionEnded, aSessionStarted, startBroker, waitFor, type TestBroker } from '@agents-fleet/testing';
import { ProjectorBench } from '../spec-support/projector-bench.js';
import { buildOutput, chunksOf } from '../spec-support/recorded-output.js';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('the archivist', () => {
  const sessionId = '01JZ0000000000000000000042';
  let server: TestBroker;
  let bench: ProjectorBench;
  beforeAll(async () => {
    server = await startBroker();
  }, 60_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    bench = await ProjectorBench.open(server);
  });
  afterEach(() => bench.close());

  const output = buildOutput(1_900_000);
  const publish = async (id: string, bytes: Buffer) => {
    const chunks = chunksOf(id, bytes, 30_000);
    await bench.publisher.publish(aSessionStarted({ sessionId: id }));
    await Promise.all(chunks.map((chunk) => publishChunk(bench.publisher, chunk)));
    return chunks.length;
  };
  const end = (id: string, lastChunk: number) => bench.publisher.publish(aSessionEnded({ sessionId: id, data: { lastChunk } }));
  const readAll = async (id: string) => {
    const parts: Buffer[] = [];
    for (let from = 1; ; ) {
      const chunks = await bench.models.terminal.chunks(id, { from, maxBytes: 200_000 });
      if (chunks.length === 0) return Buffer.concat(parts);
      expect(chunks.map(({ n }) => n)).toEqual(chunks.map((_, index) => from + index));
      parts.push(...chunks.filter(({ kind }) => kind === 'output').map(({ data }) => data));
      from += chunks.length;
    }
  };
  const inStream = async (id: string) => (await lastMessage(bench.broker, STREAMS.pty, subjects.pty(id))) !== null;
  const archived = (id: string) =>
    waitFor(
      () => {
        const archive = new ArchiveWriter(archivePathOf(bench.path));
        try {
          return archive.archivedSession(id)?.purgedAt ?? null;
        } finally {
          archive.close();
        }
      },
      { timeoutMs: 60_000, what: 'the session to be archived and purged' },
    );
  /** Waits until a session's end and its whole record are in the read models. */
  const ended = (id: string) =>
    waitFor(
      async () => {
        const end = await bench.models.terminal.endsAt(id).catch(() => null);
        return end !== null && (await bench.models.terminal.position(id))?.lastChunk === end;
      },
      { timeoutMs: 60_000, what: 'the whole session' },
    );
  const hasChunks = (id: string) => {
    const record = new RecordReader(bench.path);
    try {
      return record.hasChunks(id);
    } finally {
      record.close();
    }
  };

  it('takes an ended session out of the read models and the stream, and loses nothing', async () => {
    await bench.start();
    const lastChunk = await publish(sessionId, output);
    await end(sessionId, lastChunk);
    await ended(sessionId);
    const timeline = await bench.models.terminal.timeline(sessionId);
    const position = await bench.models.terminal.position(sessionId);
    await archived(sessionId);
    expect(hasChunks(sessionId)).toBe(false);
    expect(await inStream(sessionId)).toBe(false);
    expect(sha256(await readAll(sessionId))).toBe(sha256(output));
    expect(await bench.models.terminal.timeline(sessionId)).toEqual(timeline);
    expect(await bench.models.terminal.position(sessionId)).toEqual(position);
    expect(await bench.models.sessions.get(sessionId)).toMatchObject({ terminalKept: true, bytes: output.length });
    const { items } = await bench.models.search.find({ q: '[9000]', limit: 10 });
    expect(items.map(({ line }) => line.slice(0, 6))).toEqual(['[9000]']);

    // The same again from nothing but the log and the archive.
    await bench.projector.stop();
    const digest = await digestReadModels(bench.path);
    for (const suffix of ['', '-wal', '-shm']) await rm(bench.path + suffix, { force: true });
    await bench.reopen();
    await bench.start();
    await ended(sessionId);
    expect(sha256(await readAll(sessionId))).toBe(sha256(output));
    await bench.projector.stop();
    expect(await digestReadModels(bench.path)).toBe(digest);
  }, 120_000);

  it('is not seen by who reads meanwhile', async () => {
    await bench.start({ FLEET_KEEP_STREAM_HOURS: 'off' });
    const some = output.subarray(0, 400_000);
    await end(sessionId, await publish(sessionId, some));
    await ended(sessionId);
    let reads = 0;
    const isReleased = () => !hasChunks(sessionId);
    for (let wasReleased = false; !wasReleased; reads++) {
      wasReleased = isReleased();
      expect(sha256(await readAll(sessionId))).toBe(sha256(some));
      // The archivist is in this thread, and reading waits for no timer.
      await sleep(20);
    }
    expect(reads).toBeGreaterThan(2);
    expect(await inStream(sessionId)).toBe(true);
  }, 120_000);

  it('keeps text of a running session findable, and states to begin from', async () => {
    await bench.start();
    const lastChunk = await publish(sessionId, output);
    const find = async (q: string) => (await bench.models.search.find({ q, limit: 5 })).items;
    const newest = `[${output.toString('latin1').split('\x1b[3').length - 1}]`;
    const [hit] = await waitFor(async () => {
      const items = await find(newest);
      return items.length > 0 ? items : null;
    }, { timeoutMs: 60_000, what: 'the newest line to be found' });
    expect(hit).toMatchObject({ sessionId, session: { name: 'build', repoPath: '/home/ada/engine' } });
    expect((await bench.models.terminal.stateBefore(sessionId, lastChunk))?.chunk).toBeGreaterThan(lastChunk / 2);
    expect(hasChunks(sessionId)).toBe(true);
    // What was provisional is final now, and there once.
    await end(sessionId, lastChunk);
    await archived(sessionId);
    expect(await find(newest)).toHaveLength(1);
  }, 120_000);

  it('gives up terminals by their age, and nothing else of their sessions', async () => {
    await bench.start({ FLEET_KEEP_DAYS: '1', FLEET_KEEP_STREAM_HOURS: 'off' });
    const small = buildOutput(50_000);
    // Its end is of January 2026.
    await end(sessionId, await publish(sessionId, small));
    const session = await waitFor(async () => {
      const found = await bench.models.sessions.get(sessionId);
      return found?.terminalKept === false ? found : null;
    }, { timeoutMs: 60_000, what: 'the terminal to be given up' });
    expect(session).toMatchObject({ status: 'ended', bytes: small.length });
    await waitFor(async () => !(await inStream(sessionId)), { what: 'the purge of the stream' });
    expect(await bench.models.terminal.chunks(sessionId, { from: 1, maxBytes: 1_000 })).toEqual([]);
    expect(await bench.models.terminal.timeline(sessionId)).toMatchObject({ startAt: null, chunks: [] });
    expect(await bench.models.terminal.stateBefore(sessionId, 1_000)).toBeNull();
    expect((await bench.models.search.find({ q: '[20]', limit: 5 })).items).toEqual([]);
    expect((await bench.models.markers.list(sessionId, { limit: 10 })).items).not.toEqual([]);
  }, 120_000);
});
