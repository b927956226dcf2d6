import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';

/** Every file below a directory, without git's own: its kind and the hash of its bytes. Read without git. */
export function listing(root: string, skip: readonly string[] = ['.git']): Record<string, string> {
  const found: Record<string, string> = {};
  walk(root, '', skip, (path, full, status) => {
    if (status.isSymbolicLink()) found[path] = `link ${readlinkSync(full, 'latin1')}`;
    else if (status.isFile()) found[path] = `${status.mode & 0o100 ? 'executable' : 'file'} ${createHash('sha256').update(readFileSync(full)).digest('hex')}`;
  });
  return found;
}

/** What a look must not change: size, mode and times of everything in a directory. Not the time of reading. */
export function untouched(root: string): Record<string, string> {
  const found: Record<string, string> = {};
  walk(root, '', [], (path, _full, { mode, size, mtimeMs, ctimeMs, ino, nlink }) => {
    found[path] = [mode, size, mtimeMs, ctimeMs, ino, nlink].join(' ');
  });
  return found;
}

function walk(root: string, below: string, skip: readonly string[], visit: (path: string, full: Buffer, status: Stats) => void): void {
  const directory = Buffer.from(join(root, below), 'latin1');
  for (const name of readdirSync(directory, 'latin1').sort()) {
    if (skip.includes(name)) continue;
    const path = below === '' ? name : `${below}/${name}`;
    const full = Buffer.from(`${root}/${path}`, 'latin1');
    const status = lstatSync(full);
    visit(path, full, status);
    if (status.isDirectory()) walk(root, path, skip, visit);
  }
}
