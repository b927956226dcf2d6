import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { CreateSession, Session } from '@agents-fleet/contracts';
import { freePort, waitFor } from '@agents-fleet/testing';
import { decodeFrames, type Frame } from '@agents-fleet/wire';
import { z } from 'zod';
import { bundlePath, root } from '../bundle-paths.js';
import { type RunningFleet, startFleet } from '../fleet-client/running-fleet.js';
import { BenchViewer } from './bench-viewer.js';

/** The fleet under measurement, started as `npm start` starts it, and the bare tools to compare it with. */
export class BenchFleet {
  private constructor(
    private readonly fleet: RunningFleet,
    readonly dataDirectory: string,
    /** A directory under the allowed roots. */
    readonly repo: string,
    readonly natsUrl: string,
  ) {}

  static async start(dataDirectory: string, repo: string): Promise<BenchFleet> {
    const natsUrl = `nats://127.0.0.1:${await freePort()}`;
    const fleet = await startFleet(dataDirectory, repo, { root, environment: { FLEET_NATS_URL: natsUrl } });
    return new BenchFleet(fleet, dataDirectory, repo, natsUrl);
  }

  get client() {
    return this.fleet.client;
  }

  /** Process id of the launcher, the ancestor of all others. */
  get pid(): number {
    return this.fleet.pid;
  }

  run(command: string, budget: Pick<CreateSession, 'budgetTokens'> = {}): Promise<Session> {
    return this.client.startSession({ kind: 'pty', repoPath: this.repo, command, ...budget });
  }

  view(session: Session): Promise<BenchViewer> {
    return BenchViewer.open(this.client.url, this.#accessToken, session.id);
  }

  /** Runs `counting-viewer.ts` at a session that prints so many bytes when Enter is typed. @returns the seconds that they took */
  async countingViewer(session: Session, bytes: number): Promise<number> {
    const parameters = [bundlePath('bench/counting-viewer'), this.client.url, session.id, String(bytes)];
    const { stdout } = await promisify(execFile)(process.execPath, parameters, { env: { ...process.env, FLEET_BENCH_TOKEN: this.#accessToken } });
    return z.number().parse(JSON.parse(stdout));
  }

  async ended(session: Session): Promise<void> {
    const isOver = async () => {
      // Asking without a pause would be measured, too.
      await sleep(100);
      return (await this.client.session(session.id)).status === 'ended';
    };
    await waitFor(isOver, { timeoutMs: 60_000, what: 'the end of a session' });
  }

  /** The session once the read models hold all that its end announced. */
  async recorded(session: Session): Promise<Session> {
    let known = await this.client.session(session.id);
    let bytes = -1;
    // Complete when nothing comes any more: the end is known before its last bytes are.
    await waitFor(async () => {
      if (known.bytes === bytes) return true;
      bytes = known.bytes;
      await sleep(1_000);
      known = await this.client.session(session.id);
      return false;
    }, { timeoutMs: 120_000, what: 'the record of a session' });
    return known;
  }

  /** An address that signs a browser in, once. */
  async signInUrl(): Promise<string> {
    const answer = await fetch(`${this.client.url}/api/login-codes`, { method: 'POST', headers: this.#authorization });
    const { code } = z.object({ code: z.string() }).parse(await answer.json());
    return `${this.client.url}/#token=${code}`;
  }

  /** What brings a terminal to a chunk, as the replay asks for it. */
  async frames(session: Session, chunk: number): Promise<Frame[]> {
    const answer = await fetch(`${this.client.url}/api/sessions/${session.id}/terminal.frames?chunk=${chunk}`, { headers: this.#authorization });
    if (!answer.ok) throw new Error(`frames of chunk ${chunk}: ${answer.status} ${await answer.text()}`);
    return decodeFrames(await answer.arrayBuffer());
  }

  /** The JSON answer to a request that reads. */
  async get(path: string): Promise<unknown> {
    const answer = await fetch(`${this.client.url}${path}`, { headers: this.#authorization });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  get #accessToken(): string {
    return readFileSync(join(this.dataDirectory, 'access-token'), 'utf8').trim();
  }

  get #authorization(): Record<string, string> {
    return { authorization: `Bearer ${this.#accessToken}` };
  }

  /** Runs the baseline of `services/runner/src/bench/raw-pty.ts`. */
  async raw(...parameters: string[]): Promise<unknown> {
    const { stdout } = await promisify(execFile)(process.execPath, [bundlePath('bench/raw-pty'), ...parameters], { maxBuffer: 16 * 1024 * 1024 });
    return JSON.parse(stdout);
  }

  stop(): Promise<void> {
    return this.fleet.stop();
  }
}
