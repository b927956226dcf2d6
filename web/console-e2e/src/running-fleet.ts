import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sessionPageSchema, sessionSchema, type CreateSession, type Session } from '@agents-fleet/contracts';
import { waitFor } from '@agents-fleet/testing';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** A first start installs and builds. */
const READY_TIMEOUT_MS = 300_000;
const STOP_TIMEOUT_MS = 30_000;
const MAX_OUTPUT_CHARS = 20_000;
/** What the person who runs the tests may have set for a fleet of their own. */
const PERSONAL = /^(FLEET_|AGENTS_FLEET_|PRICING_|JEST_|NODE_OPTIONS$|NX_)/;

const codeSchema = z.object({ code: z.string() });

/** The whole product, started as `npm start` starts it, with its own data directory on a free loopback port. */
export class RunningFleet {
  private constructor(
    /** The console's address, without a path. */
    readonly url: string,
    /** The address with a one-time code that the start printed. */
    readonly signInUrl: string,
    readonly dataDirectory: string,
    private readonly token: string,
    /** As Ctrl+C does it. @throws Error with what it printed, when it does not stop cleanly */
    readonly stop: () => Promise<void>,
  ) {}

  /** @param settings further environment variables; `programs`: directory whose programs sessions find before all others */
  static async start(
    dataDirectory: string,
    repoRoot: string,
    { settings = {}, programs }: { settings?: Readonly<Record<string, string>>; programs?: string } = {},
  ): Promise<RunningFleet> {
    const launcher = spawn('sh', [join(ROOT, 'services/launcher/fleet.sh'), 'start'], {
      cwd: ROOT,
      env: { ...environment(dataDirectory, repoRoot, programs), ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [launcher.stdout, launcher.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => { output = (output + text).slice(-MAX_OUTPUT_CHARS); });
    }
    const exit = once(launcher, 'exit');
    const stop = async () => {
      launcher.kill('SIGINT');
      const overdue = setTimeout(() => launcher.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await exit;
      clearTimeout(overdue);
      if (launcher.exitCode !== 0) throw new Error(`the fleet ended with ${launcher.signalCode ?? launcher.exitCode}:\n${output}`);
    };
    const signInUrl = await waitFor(
      () => launcher.exitCode !== null || /Agents Fleet is ready: (http:\S+)/.exec(output)?.[1],
      { timeoutMs: READY_TIMEOUT_MS, what: 'the fleet' },
    ).catch(async (cause: unknown) => {
      launcher.kill('SIGTERM');
      await exit;
      throw new Error(`the fleet did not start:\n${output}`, { cause });
    });
    if (signInUrl === true) throw new Error(`the fleet ended with ${launcher.exitCode}:\n${output}`);
    const token = readFileSync(join(dataDirectory, 'access-token'), 'utf8').trim();
    return new RunningFleet(new URL(signInUrl).origin, signInUrl, dataDirectory, token, stop);
  }

  /** A fresh address to sign in with, as a second `npm start` would print it. */
  async newSignInUrl(): Promise<string> {
    const { code } = codeSchema.parse(await this.ask('POST', '/api/login-codes'));
    return `${this.url}/#token=${code}`;
  }

  /** Starts a session past the console, for tests that need one to look at. */
  async startSession(session: CreateSession): Promise<Session> {
    return sessionSchema.parse(await this.ask('POST', '/api/sessions', session));
  }

  async session(id: string): Promise<Session> {
    return sessionSchema.parse(await this.ask('GET', `/api/sessions/${id}`));
  }

  async sessions(): Promise<Session[]> {
    return sessionPageSchema.parse(await this.ask('GET', '/api/sessions?limit=200')).items;
  }

  /** Waits until a session is over. */
  async ended(id: string): Promise<Session> {
    return waitFor(async () => {
      const session = await this.session(id);
      return session.status === 'ended' ? session : undefined;
    }, { timeoutMs: STOP_TIMEOUT_MS, what: `the end of ${id}` });
  }

  /** A session's download, as a script gets it. @param file such as `terminal.cast` */
  async download(id: string, file: string): Promise<Buffer> {
    const answer = await fetch(`${this.url}/api/sessions/${id}/${file}`, { headers: { authorization: `Bearer ${this.token}` } });
    if (!answer.ok) throw new Error(`GET ${file}: ${answer.status} ${await answer.text()}`);
    return Buffer.from(await answer.arrayBuffer());
  }

  private async ask(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
}

function environment(dataDirectory: string, repoRoot: string, programs: string | undefined): NodeJS.ProcessEnv {
  const path = process.env['PATH'] ?? '';
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !PERSONAL.test(name))),
    FLEET_DATA_DIR: dataDirectory,
    FLEET_HTTP_PORT: '0',
    FLEET_REPO_ROOTS: repoRoot,
    PATH: programs === undefined ? path : `${programs}${delimiter}${path}`,
    ...(process.env['FLEET_NATS_SERVER'] && { FLEET_NATS_SERVER: process.env['FLEET_NATS_SERVER'] }),
  };
}
