/** Third stage of every npm command: all is prepared, this is the pinned Node. */
import { existsSync } from 'node:fs';
import { say } from '../progress.mjs';
import { localSettingsPath } from './bundle-paths.js';

// The environment wins over the file.
if (existsSync(localSettingsPath)) process.loadEnvFile(localSettingsPath);

/** Loaded on demand: `start` stays in memory, so it holds no code of the others. */
const commands: Record<string, () => Promise<number>> = {
  start: async () => (await import('./start.js')).start(),
  runner: async () => (await import('./host-runner.js')).hostRunner(),
  test: async () => (await import('./workspace-tasks.js')).testAll(),
  check: async () => (await import('./workspace-tasks.js')).checkAll(),
  suite: async () => (await import('./workspace-tasks.js')).suite(process.argv.slice(3)),
  bench: async () => (await import('./workspace-tasks.js')).bench(process.argv.slice(3)),
  build: async () => Promise.resolve(0),
};

try {
  const command = commands[process.argv[2] ?? ''];
  if (command === undefined) throw new Error(`${process.argv[2] ?? ''}: no such command`);
  process.exitCode = await command();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
