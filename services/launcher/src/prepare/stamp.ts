import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Hash over the names and contents of files: the same in every clone, unlike modification times.
 * @param patterns globs relative to `root`; specs are left out, because no build reads them
 */
export function hashOfFiles(root: string, patterns: readonly string[]): string {
  const hash = createHash('sha256');
  const files = globSync([...patterns], { cwd: root, withFileTypes: true, exclude: (entry) => entry.name === 'node_modules' })
    .filter((entry) => entry.isFile() && !/\.spec\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) hash.update(`${file.slice(root.length)}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** A file beside a result that says what the result was made from. */
export class Stamp {
  private readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  matches(source: string): boolean {
    return existsSync(this.path) && readFileSync(this.path, 'utf8') === source;
  }

  write(source: string): void {
    mkdirSync(dirname(this.path), { recursive: true });
    writeFileSync(this.path, source);
  }
}
