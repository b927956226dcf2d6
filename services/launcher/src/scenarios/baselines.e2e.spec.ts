import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { snapshotChangesSchema, snapshotListSchema } from '@agents-fleet/contracts';
import { waitFor } from '@agents-fleet/testing';
import { ProcessFleet } from './process-fleet.js';

const RUNS = 30;

describe('what a command changes in its first moments', () => {
  let fleet: ProcessFleet;
  let repo: string;
  beforeAll(async () => {
    fleet = await ProcessFleet.start();
    repo = join(fleet.repo, 'project');
    mkdirSync(repo);
    writeFileSync(join(repo, 'tracked.txt'), 'at first\n');
    const git = (...words: string[]) => execFileSync('git', ['-C', repo, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.invalid', ...words]);
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'Begin');
  }, 120_000);
  afterAll(() => fleet.stop(), 60_000);

  const runToEnd = async (command: string) => {
    const { id } = await fleet.client.startSession({ kind: 'pty', repoPath: repo, command });
    await fleet.ended(id);
    return id;
  };
  const get = async (path: string) => (await fleet.client.ask('GET', path)).json();
  const endOf = async (id: string) => {
    await waitFor(
      async () => snapshotListSchema.parse(await get(`/api/sessions/${id}/changes`)).items.some(({ snapshotId }) => snapshotId === 'end'),
      { what: 'the snapshot of the end', timeoutMs: 30_000 },
    );
    return snapshotChangesSchema.parse(await get(`/api/sessions/${id}/changes/end`));
  };

  it(`is listed, each of ${RUNS} times`, async () => {
    for (let run = 0; run < RUNS; run += 1) {
      const { snapshot, files } = await endOf(await runToEnd(`sh -c 'echo ${run} > tracked.txt'`));
      expect([run, files.map(({ path, status }) => [path, status]), snapshot.truncated]).toEqual([run, [['tracked.txt', 'modified']], null]);
    }
  }, 120_000);

  it('may be missing when nobody keeps the start in time, and the record says so', async () => {
    await fleet.kill('git-snapshot');
    const id = await runToEnd('echo late > tracked.txt; exec sleep 2');
    await fleet.startService('git-snapshot');
    expect((await endOf(id)).snapshot.truncated).toContain('the command began before its repo was read to the end, after it had waited for 5 s');
  }, 120_000);
});
