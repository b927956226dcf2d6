// @ts-check
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where downloads are kept between starts and shared by all clones of one person. */
export function cacheDirectory(environment = process.env) {
  return join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'agents-fleet');
}

/**
 * The directory `name` of the cache; `fill` makes its contents when it is not there yet. Filling happens elsewhere and
 * ends in one rename, so a broken or concurrent download is never seen half done.
 * @param {string} name
 * @param {(directory: string) => Promise<void>} fill
 * @returns {Promise<string>}
 */
export async function cached(name, fill) {
  const target = join(cacheDirectory(), name);
  if (existsSync(target)) return target;
  const unfinished = join(cacheDirectory(), `unfinished-${process.pid}-${randomBytes(4).toString('hex')}`);
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  try {
    await fill(unfinished);
    mkdirSync(dirname(target), { recursive: true });
    renameSync(unfinished, target);
  } catch (error) {
    // Another start was first with the same contents: its result is as good as ours.
    if (!existsSync(target)) throw error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return target;
}
