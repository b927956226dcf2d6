import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitFor } from '@agents-fleet/testing';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const READY_TIMEOUT_MS = 300_000;

/** `npm run runner`, as a person starts it. */
export interface HostRunner {
  readonly consoleUrl: string;
  stop(): Promise<void>;
}

export async function startHostRunner(environment: NodeJS.ProcessEnv, dataDirectory: string, repoRoot: string): Promise<HostRunner> {
  const launcher = spawn('sh', [join(ROOT, 'services/launcher/fleet.sh'), 'runner'], {
    cwd: ROOT,
    env: { ...environment, FLEET_DATA_DIR: dataDirectory, FLEET_REPO_ROOTS: repoRoot },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [launcher.stdout, launcher.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => { output += text; });
  }
  const exit = once(launcher, 'exit');
  const consoleUrl = await waitFor(
    () => {
      if (launcher.exitCode !== null) throw new Error(`npm run runner ended:\n${output}`);
      return /Agents Fleet is ready: (http:\/\/[^/\s]+)/.exec(output)?.[1];
    },
    { timeoutMs: READY_TIMEOUT_MS, what: 'the runner on the host' },
  );
  return {
    consoleUrl,
    stop: async () => {
      launcher.kill('SIGINT');
      await exit;
    },
  };
}
