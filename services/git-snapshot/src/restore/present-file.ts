import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readlink } from 'node:fs/promises';
import { isAbsent } from '../git-file.js';
import { bytesOfPath } from '../git/path-text.js';

/** What is at a path now: a file with its mode and the id that git would give its content, nothing, or something else. */
export type PresentFile = { kind: 'file'; mode: string; id: string } | { kind: 'absent' } | { kind: 'other'; what: string };

/**
 * Reads what is at a path of the work tree now. No link is followed, neither at the path nor on the way to it.
 * @param path a string of bytes
 * @param idLength 40 or 64 digits
 */
export async function presentFile(root: string, path: string, idLength: number): Promise<PresentFile> {
  try {
    const parts = path.split('/');
    for (let count = 1; count < parts.length; count += 1) {
      const status = await lstat(fullPath(root, parts.slice(0, count).join('/')));
      if (status.isSymbolicLink()) return { kind: 'other', what: 'a directory on the way to it is a link now' };
      if (!status.isDirectory()) return { kind: 'other', what: 'a directory on the way to it is a file now' };
    }
    const full = fullPath(root, path);
    const status = await lstat(full);
    if (status.isSymbolicLink()) return { kind: 'file', mode: '120000', id: idOf(await readlink(full, { encoding: 'buffer' }), idLength) };
    if (status.isDirectory()) return { kind: 'other', what: 'it is a directory now' };
    if (!status.isFile()) return { kind: 'other', what: 'it is no file now' };
    return { kind: 'file', mode: (status.mode & 0o100) === 0 ? '100644' : '100755', id: await idOfFile(full, idLength) };
  } catch (error) {
    return isAbsent(error) ? { kind: 'absent' } : { kind: 'other', what: "it can't be read" };
  }
}

function fullPath(root: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(`${root}/`), bytesOfPath(path)]);
}

function idOf(content: Buffer, idLength: number): string {
  return hashOf(idLength).update(`blob ${content.length}\0`).update(content).digest('hex');
}

/** A file that changes while it is read gets some id that nothing has. */
async function idOfFile(path: Buffer, idLength: number): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const hash = hashOf(idLength).update(`blob ${(await file.stat()).size}\0`);
    for await (const chunk of file.createReadStream({ autoClose: false })) hash.update(chunk as Buffer);
    return hash.digest('hex');
  } finally {
    await file.close();
  }
}

function hashOf(idLength: number) {
  return createHash(idLength === 64 ? 'sha256' : 'sha1');
}
