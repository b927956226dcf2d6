import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the clone. */
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A service that runs as a process of its own, so that a spec may kill it as a crash would. */
export interface ServiceProcess {
  readonly pid: number;
  /** SIGKILL. Resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM. Resolves with its exit code. */
  stop(): Promise<number | null>;
}

/** A service's program, bundled from the sources as they are now. */
export interface ServiceProgram {
  /** Starts it and waits until it is ready. @throws Error with what it printed, when it ends before that */
  start(environment: Readonly<Record<string, string>>): Promise<ServiceProcess>;
  /** Removes the bundle. Ends nothing. */
  remove(): void;
}

/**
 * Bundles a service's `main.ts` for a spec.
 * @param entry path from the root, such as `services/budget/src/main.ts`
 * @param beside further programs that it starts, by their names in `dist/`, such as `projector/archivist`
 */
export async function serviceProgram(entry: string, beside: Readonly<Record<string, string>> = {}): Promise<ServiceProgram> {
  const { directory, remove } = await bundle({ 'service/main': entry, ...beside });
  return { start: (environment) => startProcess(join(directory, 'service/main.js'), environment), remove };
}

/**
 * Bundles the program of a service's thread for a spec that starts the service in its own process.
 * @param entry path from the root, such as `services/gateway/src/terminal/text-thread-main.ts`
 */
export async function threadProgram(entry: string): Promise<{ readonly file: string; remove(): void }> {
  const { directory, remove } = await bundle({ 'service/thread': entry });
  return { file: join(directory, 'service/thread.js'), remove };
}

/** @param entries sources from the root, by their names in `dist/` */
async function bundle(entries: Readonly<Record<string, string>>): Promise<{ directory: string; remove: () => void }> {
  const { build } = await import('esbuild');
  // Inside the clone, because packages stay outside of the bundle and are looked up from where it lies.
  const directory = join(ROOT, 'dist/under-test', `${Object.values(entries)[0]?.replaceAll(/[^a-z]+/g, '-')}-${process.pid}`);
  await build({
    absWorkingDir: ROOT,
    entryPoints: entries,
    outdir: directory,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    packages: 'external',
    alias: ownLibraries(),
    logLevel: 'silent',
  });
  return { directory, remove: () => { rmSync(directory, { recursive: true, force: true }); } };
}

async function startProcess(file: string, environment: Readonly<Record<string, string>>): Promise<ServiceProcess> {
  const child = fork(file, [], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...environment },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let printed = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    printed = (printed + text).slice(-4_000);
  });
  const exited = once(child, 'exit');
  const ready = await Promise.race([once(child, 'message').then(() => true), exited.then(() => false)]);
  if (!ready) throw new Error(`the service ended before it was ready:\n${printed}`);
  return {
    pid: child.pid ?? 0,
    kill: async () => void (await end(child, exited, 'SIGKILL')),
    stop: () => end(child, exited, 'SIGTERM'),
  };
}

async function end(child: ChildProcess, exited: Promise<unknown>, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  child.kill(signal);
  await exited;
  return child.exitCode;
}

/** Our own libraries, which are to be bundled, from the one list in `tsconfig.base.json`. */
function ownLibraries(): Record<string, string> {
  const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.base.json'), 'utf8')) as {
    compilerOptions: { paths: Record<string, [string]> };
  };
  return Object.fromEntries(Object.entries(compilerOptions.paths).map(([name, [source]]) => [name, join(ROOT, source)]));
}
