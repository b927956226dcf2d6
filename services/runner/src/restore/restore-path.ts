/** The parts of a path inside a repository, or what is wrong with it, in words that go on after the path. */
export type RestorePathCheck = { ok: true; parts: readonly string[] } | { ok: false; message: string };

/** Code points that HFS+ leaves out when it compares names: there, `.g\u200cit` is `.git`. As git's `utf8.c` lists them. */
const IGNORED_BY_HFS = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/gu;

/**
 * Checks where a file is to be put back. Pure: what lies on the disk at those names is looked at when it is written.
 * The rules are git's own for what a checkout may write (`verify_path` in its `read-cache.c`), for all file systems.
 */
export function checkRestorePath(path: string): RestorePathCheck {
  if (path === '') return { ok: false, message: 'must not be empty' };
  if (path.includes('\0')) return { ok: false, message: 'must not hold a NUL character' };
  if (path.startsWith('/')) return { ok: false, message: 'must be relative to the repository' };
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..')) {
    return { ok: false, message: 'must not hold empty, "." or ".." parts' };
  }
  if (parts.some(isGitDirectory)) return { ok: false, message: 'must not lead into a .git directory' };
  return { ok: true, parts };
}

/** Whether a file system may take a name for `.git`: in any case, with what Windows drives and HFS+ don't see. */
function isGitDirectory(part: string): boolean {
  const seen = part.replace(IGNORED_BY_HFS, '').toLowerCase();
  // NTFS (also below WSL) drops dots and spaces at the end, takes `:` for the name of a stream, and has 8.3 names.
  return /^(?:\.git|git~\d+)[. ]*(?:[:\\]|$)/.test(seen);
}
