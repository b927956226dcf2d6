import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { temporaryDirectory } from '../temporary-directory.js';
import { findNatsServer } from './find-nats-server.js';
import { freePort, serverVersion } from './probe.js';
import type { TestBroker, TestBrokerOptions } from './test-broker.js';

/** Runs the nats-server binary of this machine, with a store in a temporary directory. */
export async function startBinaryBroker({ configuration }: TestBrokerOptions): Promise<TestBroker> {
  const binary = findNatsServer();
  const store = await temporaryDirectory();
  const port = await freePort();
  const jetstream = configuration === undefined ? ['-js', '-sd', store.path] : ['-c', configuration.file];
  const parameters = ['-a', '127.0.0.1', '-p', String(port), ...jetstream];

  const start = async () => {
    const child = spawn(binary, parameters, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...configuration?.environment },
    });
    const output: Buffer[] = [];
    child.stderr.on('data', (data: Buffer) => output.push(data));
    const ended = new AbortController();
    child.once('error', (error) => {
      ended.abort(error);
    });
    child.once('close', () => {
      ended.abort(new Error(`nats-server ended at once:\n${Buffer.concat(output).toString('utf8').slice(-2_000)}`));
    });
    const version = await serverVersion(port, ended.signal).catch(async (error: unknown) => {
      await end(child, 'SIGKILL');
      throw error;
    });
    return { child, version };
  };

  let { child, version } = await start().catch(async (error: unknown) => {
    await store.remove();
    throw error;
  });
  return {
    url: `nats://127.0.0.1:${port}`,
    version,
    flavour: 'binary',
    kill: () => end(child, 'SIGKILL'),
    restart: async () => {
      await end(child, 'SIGTERM');
      ({ child, version } = await start());
    },
    stop: async () => {
      await end(child, 'SIGKILL');
      await store.remove();
    },
  };
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}
