import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { artifactPageSchema } from '@agents-fleet/contracts';
import { temporaryDirectory, waitFor, type TemporaryDirectory } from '@agents-fleet/testing';
import { FleetClient } from '../fleet-client/fleet-client.js';
import { ComposeProject } from './compose-project.js';
import { makeHostileRepository, MARKER } from './hostile-repository.js';
import { startHostRunner, type HostRunner } from './host-runner-process.js';

const SERVICES = ['budget', 'gateway', 'git-snapshot', 'nats', 'pricing', 'projector'];
const RUNAWAY = `bash -c 'while :; do echo "$(head -c 300 /dev/zero | tr "\\0" x)"; sleep 0.05; done'`;

describe('broker and services in containers, the runner on the host', () => {
  let directory: TemporaryDirectory;
  let project: ComposeProject;
  let runner: HostRunner | undefined;
  let repo: string;

  beforeAll(async () => {
    directory = await temporaryDirectory();
    repo = join(directory.path, 'repo');
    await mkdir(repo);
    // git-snapshot reads it as another user.
    await chmod(directory.path, 0o755);
    await makeHostileRepository(repo);
    project = await ComposeProject.up(repo);
  }, 960_000);

  afterAll(async () => {
    await runner?.stop();
    await project.down();
    await directory.remove();
  }, 180_000);

  it('comes up without a manual step: services healthy, preparations ended', async () => {
    const containers = await project.settled();
    const running = containers.filter(({ Health }) => Health === 'healthy').map(({ Service }) => Service);
    expect(running.sort()).toEqual(SERVICES);
    const ended = containers.filter(({ State }) => State === 'exited').map(({ Service, ExitCode }) => `${Service} ${ExitCode}`);
    expect(ended.sort()).toEqual(['provision 0', 'secrets 0']);
  }, 150_000);

  it('confines every container, and publishes on loopback only', async () => {
    for (const container of await project.settled()) {
      const { Config, HostConfig } = await project.confinementOf(container);
      expect(Config.User).toMatch(/^[1-9]\d*:/);
      expect(HostConfig).toMatchObject({ ReadonlyRootfs: true, CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges:true'] });
      expect(HostConfig.PidsLimit).toBeGreaterThan(0);
      expect(HostConfig.Memory).toBeGreaterThan(0);
      for (const { HostIp } of Object.values(HostConfig.PortBindings).flat()) expect(HostIp).toBe('127.0.0.1');
    }
  }, 150_000);

  it("shows a session of the host's runner, and stops it at its budget", async () => {
    runner = await startHostRunner(project.environment, join(directory.path, 'data'), repo);
    const client = new FleetClient(runner.consoleUrl, await project.accessToken());
    const { id } = await client.startSession({ kind: 'pty', repoPath: repo, command: RUNAWAY, budgetTokens: 2000 });
    const session = await waitFor(
      async () => {
        const now = await client.session(id);
        return now.status === 'ended' && now;
      },
      { timeoutMs: 60_000, what: 'the end of the session' },
    );
    expect(session.stopReason).toBe('budget_exceeded');
    await waitFor(async () => (await client.markers(id)).some(({ type }) => type === 'budget_exceeded'), { what: 'the marker' });
  }, 400_000);

  it('keeps what a session changed in a hostile repository, and nothing of the repository runs', async () => {
    const client = new FleetClient((runner as HostRunner).consoleUrl, await project.accessToken());
    const { id } = await client.startSession({ kind: 'pty', repoPath: repo, command: "bash -c 'read; echo after > a.evil; echo new > new.txt'" });
    const snapshot = (phase: string) =>
      waitFor(
        async () => {
          const { items } = artifactPageSchema.parse(await (await client.ask('GET', `/api/sessions/${id}/artifacts`)).json());
          return items.find(({ data }) => data['phase'] === phase);
        },
        { timeoutMs: 120_000, what: `the snapshot of the ${phase}` },
      );
    await snapshot('start');
    expect((await client.ask('POST', `/api/sessions/${id}/input`, JSON.stringify({ text: '\n' }))).ok).toBe(true);
    const end = await snapshot('end');
    expect(end.data).toMatchObject({ state: 'ok', branch: 'main', files: 2, additions: 2, deletions: 1, truncated: null });
    expect(await project.execute('git-snapshot', 'cat', `/snapshots/${id}/end/changes.patch`)).toContain('-before\n+after\n');
    expect(await project.execute('git-snapshot', 'ls', '-A', '/tmp', '/snapshots')).not.toContain(MARKER);
  }, 400_000);
});
