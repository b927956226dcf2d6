import { join } from 'node:path';
import { problemSchema, type Problem } from '@agents-fleet/contracts';
import { waitFor } from '@agents-fleet/testing';
import { ulid } from 'ulid';
import { PlayedGateway } from './played-gateway.js';
import { SpecGitSnapshot } from './spec-git-snapshot.js';
import { SpecRunner } from './spec-runner.js';

/** A gateway with a runner and a git-snapshot service that the spec plays, and a session whose changes are asked for. */
export class ChangesUnderTest {
  /** Of the session. */
  id = '';

  private constructor(
    readonly gateway: PlayedGateway,
    readonly runner: SpecRunner,
    readonly git: SpecGitSnapshot,
  ) {}

  static async open(): Promise<ChangesUnderTest> {
    const gateway = await PlayedGateway.open();
    const { test, projector } = gateway;
    const runner = new SpecRunner(test.broker);
    await waitFor(async () => {
      runner.beat();
      return (await (await test.request('GET', '/api/runners')).text()).includes(runner.id);
    });
    return new ChangesUnderTest(gateway, runner, new SpecGitSnapshot(test.broker, projector, join(test.directory, 'snapshots')));
  }

  /** Before each spec: another session, and services that answer. */
  async reset(): Promise<void> {
    this.runner.beat();
    this.id = ulid();
    await this.gateway.projector.saveSession({ id: this.id, name: 'Fix "it"' });
    await this.git.start();
    this.git.answer = { ok: true, data: {} };
    this.git.onCapture = () => Promise.resolve();
  }

  /** After each spec. */
  clear(): Promise<void> {
    return this.git.stop();
  }

  async close(): Promise<void> {
    this.runner.stop();
    await this.gateway.close();
  }

  request(method: string, path: string, json?: unknown): Promise<Response> {
    return this.gateway.test.request(method, path, json === undefined ? {} : { json });
  }

  /** @param path behind `/changes` */
  get(path: string): Promise<Response> {
    return this.request('GET', `/api/sessions/${this.id}/changes${path}`);
  }

  async problemOf(response: Response): Promise<Problem> {
    return problemSchema.parse(await response.json());
  }

  /** Path of a snapshot's file. */
  fileOf(name: string, snapshotId = 'end'): string {
    return join(this.git.root, this.id, snapshotId, name);
  }
}
