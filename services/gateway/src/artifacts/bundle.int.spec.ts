import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { artifactSchema, markerSchema, sessionSchema, stdinEventSchema } from '@agents-fleet/contracts';
import { type PtyChunkRow } from '@agents-fleet/read-models';
import { A_MOMENT, threadProgram, waitFor } from '@agents-fleet/testing';
import { ulid } from 'ulid';
import { gatewayUnderTest, type GatewayUnderTest } from '../spec-support/gateway-under-test.js';
import { SpecProjector } from '../spec-support/played-session.js';
import { readZip } from '../spec-support/read-zip.js';
import { SpecGitSnapshot } from '../spec-support/spec-git-snapshot.js';
import { TEXT_THREAD } from '../spec-support/text-thread.js';
import { textInThread } from '../terminal/text-thread.js';

const START = Date.parse(A_MOMENT);

describe('the bundle of a session', () => {
  let test: GatewayUnderTest;
  let thread: Awaited<ReturnType<typeof threadProgram>>;
  let projector: SpecProjector;
  let git: SpecGitSnapshot;
  beforeAll(async () => {
    thread = await threadProgram(TEXT_THREAD);
    test = await gatewayUnderTest({}, textInThread(thread.file));
    projector = await SpecProjector.open(test.directory, test.broker);
    git = new SpecGitSnapshot(test.broker, projector, join(test.directory, 'snapshots'));
  });
  afterAll(async () => {
    await projector.close();
    await test.stop();
    thread.remove();
  });

  /** An ended session that has printed these pieces. */
  async function ended(pieces: readonly (Buffer | string)[]): Promise<string> {
    const id = ulid();
    let offset = 0;
    const rows = pieces.map((piece, index): PtyChunkRow => {
      const data = Buffer.from(piece);
      const row = { sessionId: id, n: index + 1, kind: 'output' as const, at: START + index, offset, streamSeq: index + 1, data };
      offset += data.length;
      return row;
    });
    await projector.saveChunks(id, rows);
    await projector.saveSession({ id, name: 'Build & test', status: 'ended', exitCode: 0, endedAt: new Date(START + 5_000).toISOString() });
    await projector.addMarker(id, 'ended', pieces.length, new Date(START + 5_000));
    return id;
  }
  const get = (id: string) => test.request('GET', `/api/sessions/${id}/bundle.zip`);
  const bundleOf = async (id: string) => {
    const response = await get(id);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip']);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="Build-test-${id}.zip"`);
    return readZip(Buffer.from(await response.arrayBuffer()));
  };
  const json = (files: Map<string, Buffer>, name: string) => JSON.parse(files.get(name)?.toString() ?? 'missing') as unknown;
  const wholeOf = async (id: string, file: string) => Buffer.from(await (await test.request('GET', `/api/sessions/${id}/${file}`)).arrayBuffer());

  it('has everything: records, terminal, input without secrets, snapshots, how to resume', async () => {
    const id = await ended(['$ make\r\n', '\x1b[32mdone\x1b[0m\r\n']);
    await projector.addStdin(id, [
      { n: 1, at: START, text: 'make\r', length: 5 },
      { n: 2, at: START + 1, text: null, length: 9 },
    ]);
    await git.announce(id, { snapshotId: 'start', phase: 'start' });
    const patch = await git.keep(id, { commits: 1 }, [{ path: 'a.txt', patch: 'diff --git a/a.txt b/a.txt\n' }]);
    await projector.addArtifact(
      { id: `resume:${id}`, sessionId: id, kind: 'resume_command', at: A_MOMENT, title: 'Resume', size: 20, data: { command: 'claude --resume x', agentSessionId: 'x' } },
      99,
    );
    const files = await bundleOf(id);
    expect([...files.keys()]).toEqual([
      ...['README.txt', 'session.json', 'markers.json', 'usage.json', 'stdin.json', 'artifacts.json', 'resume.txt'],
      ...['terminal.txt', 'terminal.cast', 'terminal.raw'],
      ...['snapshots/end/changes.json', 'snapshots/end/changes.patch'],
    ]);
    expect(sessionSchema.parse(json(files, 'session.json'))).toMatchObject({ id, name: 'Build & test' });
    expect(markerSchema.array().parse(json(files, 'markers.json'))).toMatchObject([{ type: 'ended' }]);
    expect(json(files, 'usage.json')).toEqual([]);
    expect(stdinEventSchema.array().parse(json(files, 'stdin.json')).map(({ text, redacted, length }) => [text, redacted, length])).toEqual([
      ['make\r', false, 5],
      [null, true, 9],
    ]);
    expect(artifactSchema.array().parse(json(files, 'artifacts.json')).map(({ kind }) => kind)).toEqual(['git_state', 'git_state', 'resume_command']);
    expect(files.get('resume.txt')?.toString()).toBe('claude --resume x\n');
    for (const [name, path] of [['terminal.raw', 'terminal'], ['terminal.cast', 'terminal.cast'], ['terminal.txt', 'terminal.txt']] as const) {
      expect([name, files.get(name)]).toEqual([name, await wholeOf(id, path)]);
    }
    expect(files.get('snapshots/end/changes.patch')?.toString()).toBe(patch);
    expect(json(files, 'snapshots/end/changes.json')).toMatchObject({ files: [{ path: 'a.txt' }] });
  });

  it('has what there is of a session that runs', async () => {
    const id = ulid();
    await projector.saveSession({ id, name: 'Build & test' });
    const files = await bundleOf(id);
    expect(files.get('terminal.raw')).toEqual(Buffer.alloc(0));
    expect(files.has('resume.txt')).toBe(false);
    expect(files.get('README.txt')?.toString()).toContain('No changes of the repository are kept.');
  });

  it('is 404 of a session that nobody knows, and refused where a snapshot’s file is a link', async () => {
    expect((await get(ulid())).status).toBe(404);
    const id = await ended(['x']);
    await git.keep(id, {}, [{ path: 'a', patch: 'x' }]);
    const file = join(git.root, id, 'end/changes.patch');
    await rm(file);
    await symlink(join(test.directory, 'access-token'), file);
    expect((await get(id)).status).toBe(410);
    // It has given its place back.
    expect((await get(await ended(['x']))).status).toBe(200);
  });

  it('streams a large session, keeps others waiting for their turn, and lets them in when a reader leaves', async () => {
    // Random, so that it is as large in the zip, and larger than what lies in sockets between us.
    const pieces = Array.from({ length: 200 }, () => Buffer.from(Array.from({ length: 512 }, () => `${randomBytes(63).toString('hex')}\r\n`).join('')));
    const id = await ended(pieces);
    const slow = [await openDownload(id), await openDownload(id)];
    const refused = await get(id);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
    for (const download of slow) download.destroy();
    let files = new Map<string, Buffer>();
    await waitFor(async () => {
      const response = await get(id);
      const body = Buffer.from(await response.arrayBuffer());
      if (response.status === 200) files = readZip(body);
      return response.status === 200;
    }, { timeoutMs: 50_000 });
    expect(files.get('terminal.raw')?.equals(Buffer.concat(pieces))).toBe(true);
    expect(files.get('terminal.txt')?.toString()).toBe(Buffer.concat(pieces).toString().replaceAll('\r', ''));
  }, 90_000);

  /** A download of which only the head is read. */
  function openDownload(id: string): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(`${test.origin}/api/sessions/${id}/bundle.zip`, { headers: { Authorization: `Bearer ${test.token}` } });
      request.on('response', resolve).on('error', reject).end();
    });
  }
});
