import type { CommandError } from '@agents-fleet/contracts';

/** A reason not to write a file, in words for a person. */
export class RestoreRefusal extends Error {
  override readonly name = 'RestoreRefusal';

  constructor(
    readonly code: CommandError['code'],
    message: string,
    readonly field: string | null = 'path',
  ) {
    super(message);
  }
}

/** `ENOENT` and the like; empty for what is no error of the system. */
export function errorCode(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** What the system's errors mean for the file of a repository. */
const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'may not be written: permission denied',
  EPERM: 'may not be written: not permitted',
  EROFS: 'can’t be written: the file system is read-only',
  ENOSPC: 'can’t be written: no space is left on the disk',
  EDQUOT: 'can’t be written: the disk quota is used up',
  ENAMETOOLONG: 'has a name that is too long for this file system',
  EILSEQ: 'has a name that this file system does not allow',
  EINVAL: 'has a name that this file system does not allow',
  ENOENT: 'is in a directory that is being removed',
  ENOTEMPTY: 'is a directory with files in it',
  EEXIST: 'is a directory with files in it',
};

/** @throws Error for what is no error of the system's that a file can meet */
export function refusalOf(error: unknown): RestoreRefusal {
  if (error instanceof RestoreRefusal) return error;
  const words = WORDS[errorCode(error)];
  if (words === undefined) throw error;
  return new RestoreRefusal('internal', words);
}
