import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitFor } from '@agents-fleet/testing';
import { FleetClient } from './fleet-client.js';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
/** A first start installs and builds; the user's promise for it is 5 minutes. */
const READY_TIMEOUT_MS = 300_000;
/** A stop ends sessions first, each by its ladder of signals. */
const STOP_TIMEOUT_MS = 30_000;
const MAX_OUTPUT_CHARS = 20_000;
/** What the person who runs the tests may have set for agents and fleets of their own. */
const PERSONAL = /^(FLEET_|AGENTS_FLEET_|PRICING_|ANTHROPIC_|CLAUDE_?|OPENAI_|CODEX_|DISABLE_|JEST_|NODE_OPTIONS$|NX_)/;

/** The whole product, started as `npm start` starts it, with a data directory of its own on a free port. */
export interface RunningFleet {
  readonly client: FleetClient;
  /** Process id of the launcher. */
  readonly pid: number;
  /** As Ctrl+C does it. @throws Error with what it printed, when it doesn't stop cleanly */
  stop(): Promise<void>;
}

export interface FleetOptions {
  /** Root of the clone, for callers that are bundled and lie elsewhere than this source. */
  root?: string;
  /** More settings than those that keep it apart from other fleets. */
  environment?: Readonly<Record<string, string>>;
}

export async function startFleet(dataDirectory: string, repoRoot: string, { root = ROOT, environment = {} }: FleetOptions = {}): Promise<RunningFleet> {
  const launcher = spawn('sh', [join(root, 'services/launcher/fleet.sh'), 'start'], {
    cwd: root,
    env: {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !PERSONAL.test(name))),
      FLEET_DATA_DIR: dataDirectory,
      FLEET_HTTP_PORT: '0',
      FLEET_REPO_ROOTS: repoRoot,
      ...(process.env['FLEET_NATS_SERVER'] && { FLEET_NATS_SERVER: process.env['FLEET_NATS_SERVER'] }),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [launcher.stdout, launcher.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => { output = (output + text).slice(-MAX_OUTPUT_CHARS); });
  }
  const exit = once(launcher, 'exit');
  const hasExited = () => launcher.exitCode !== null || launcher.signalCode !== null;

  const stop = async () => {
    launcher.kill('SIGINT');
    const overdue = setTimeout(() => launcher.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await exit;
    clearTimeout(overdue);
    if (launcher.exitCode !== 0) throw new Error(`the fleet ended with ${launcher.signalCode ?? launcher.exitCode}:\n${output}`);
  };

  try {
    const url = await waitFor(() => hasExited() || /Agents Fleet is ready: (http:\/\/[^/\s]+)/.exec(output)?.[1], { timeoutMs: READY_TIMEOUT_MS, what: 'the fleet' });
    if (url === true) throw new Error(`the fleet ended with exit code ${launcher.exitCode}`);
    return { client: new FleetClient(url, readFileSync(join(dataDirectory, 'access-token'), 'utf8').trim()), pid: launcher.pid ?? 0, stop };
  } catch (cause) {
    if (!hasExited()) {
      launcher.kill('SIGTERM');
      await exit;
    }
    throw new Error(`the fleet did not start:\n${output}`, { cause });
  }
}
