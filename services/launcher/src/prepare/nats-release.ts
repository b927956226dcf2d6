import { createHash } from 'node:crypto';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NATS_SERVER_RELEASE } from '../../pins.mjs';
import { runQuietly } from '../../run-quietly.mjs';
import { cachedNatsServer } from './nats-cache.ts';

/** Long enough for a slow answer, short enough that a machine without this way out goes on to the next one. */
const ANSWER_TIMEOUT_MS = 5_000;
/** The archive has 6 MB. */
const DOWNLOAD_TIMEOUT_MS = 120_000;

/** The names that Go, and so the release, uses. */
const ARCHITECTURES: Record<string, string> = { x64: 'amd64', arm64: 'arm64' };

/** The pinned release from the project's own download page, checked against its SHA-256. */
export async function natsServerRelease(): Promise<string> {
  const { version, sha256 } = NATS_SERVER_RELEASE;
  const platform = `${process.platform}-${ARCHITECTURES[process.arch] ?? process.arch}`;
  const expected = sha256[platform];
  if (expected === undefined) throw new Error(`No nats-server release is pinned for ${platform}`);
  const name = `nats-server-v${version}-${platform}`;
  return cachedNatsServer(async (directory) => {
    const archive = await download(`https://github.com/nats-io/nats-server/releases/download/v${version}/${name}.tar.gz`);
    const actual = createHash('sha256').update(archive).digest('hex');
    if (actual !== expected) throw new Error(`${name}.tar.gz is not what was pinned: its SHA-256 is ${actual}`);
    const file = join(directory, 'archive.tar.gz');
    writeFileSync(file, archive);
    await runQuietly('tar', ['-xzf', file, '-C', directory]);
    copyFileSync(join(directory, name, 'nats-server'), join(directory, 'nats-server'));
    rmSync(file);
    rmSync(join(directory, name), { recursive: true });
  });
}

async function download(url: string): Promise<Buffer> {
  const abort = new AbortController();
  const noAnswer = setTimeout(() => { abort.abort(new Error('no answer')); }, ANSWER_TIMEOUT_MS);
  const tooSlow = setTimeout(() => { abort.abort(new Error('too slow')); }, DOWNLOAD_TIMEOUT_MS);
  try {
    const response = await fetch(url, { signal: abort.signal });
    clearTimeout(noAnswer);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    const reason = error instanceof Error ? error : new Error(String(error));
    throw new Error(`${url}: ${reason.cause instanceof Error ? reason.cause.message : reason.message}`, { cause: error });
  } finally {
    clearTimeout(noAnswer);
    clearTimeout(tooSlow);
  }
}
