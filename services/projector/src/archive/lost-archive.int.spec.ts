import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { publishChunk } from '@agents-fleet/event-log';
import { ArchiveWriter, archivePathOf } from '@agents-fleet/read-models';
import { aSessionEnded, aSessionStarted, startBroker, waitFor, type TestBroker } from '@agents-fleet/testing';
import { ProjectorBench } from '../spec-support/projector-bench.js';
import { buildOutput, chunksOf } from '../spec-support/recorded-output.js';

describe('a projector without its archive', () => {
  const sessionId = '01JZ0000000000000000000042';
  const output = buildOutput(60_000);
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

  /** Publishes a session and stops the projector once it is archived, and purged where that is said. */
  const archive = async (settings: Record<string, string>, isPurged: boolean) => {
    await bench.start(settings);
    const chunks = chunksOf(sessionId, output, 20_000);
    await bench.publisher.publish(aSessionStarted({ sessionId }));
    for (const chunk of chunks) await publishChunk(bench.publisher, chunk);
    await bench.publisher.publish(aSessionEnded({ sessionId, data: { lastChunk: chunks.length } }));
    await waitFor(() => isArchived(isPurged), { timeoutMs: 60_000, what: 'the session to be archived' });
    await bench.projector.stop();
  };
  const isArchived = (isPurged: boolean) => {
    const writer = new ArchiveWriter(archivePathOf(bench.path));
    try {
      const session = writer.archivedSession(sessionId);
      return session !== null && (!isPurged || session.purgedAt !== null);
    } finally {
      writer.close();
    }
  };
  const text = async () => {
    const chunks = await bench.models.terminal.chunks(sessionId, { from: 1, maxBytes: 1_000_000 });
    return Buffer.concat(chunks.filter(({ kind }) => kind === 'output').map(({ data }) => data)).toString();
  };

  it('takes terminals from the stream again, where it has them', async () => {
    await archive({ FLEET_KEEP_STREAM_HOURS: 'off' }, false);
    await rm(archivePathOf(bench.path));
    await bench.start({ FLEET_KEEP_STREAM_HOURS: 'off' });
    await waitFor(async () => (await text()) === output.toString(), { what: 'the terminal' });
    await waitFor(() => isArchived(false), { timeoutMs: 60_000, what: 'the session to be archived again' });
    expect(await text()).toBe(output.toString());
  }, 180_000);

  it('says which are lost, puts a damaged archive aside, and goes on', async () => {
    await archive({}, true);
    await writeFile(archivePathOf(bench.path), 'no database, whatever its name says '.repeat(1_000));
    const projector = await bench.start();
    expect(projector.health()).toMatchObject({ ok: true });
    await waitFor(async () => (await bench.models.sessions.get(sessionId))?.terminalKept === false, { timeoutMs: 60_000, what: 'the loss to be shown' });
    expect(await text()).toBe('');
    expect((await readdir(dirname(bench.path))).filter((name) => name.includes('damaged'))).toHaveLength(1);
    // Nor does it come back as whole after a rebuild.
    await bench.projector.stop();
    for (const suffix of ['', '-wal', '-shm']) await rm(bench.path + suffix, { force: true });
    await bench.reopen();
    await bench.start();
    await waitFor(async () => (await bench.models.sessions.get(sessionId).catch(() => null))?.terminalKept === false, { timeoutMs: 60_000 });
  }, 180_000);
});
