import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Environments of many processes in one listing. */
const MAX_LISTING_BYTES = 64 * 1024 * 1024;

/**
 * Processes whose command or environment names `text`, as `<pid> <command>`; by `ps`, so that the test doesn't trust
 * the product's own way to look. An agent's home directory finds all its descendants, also detached ones.
 */
export async function processesOf(text: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['axeww', '-o', 'pid=,args='], { maxBuffer: MAX_LISTING_BYTES });
  return stdout.split('\n').filter((line) => line.includes(text)).map((line) => line.trim().slice(0, 200));
}
