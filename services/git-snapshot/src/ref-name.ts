/** Longest ref name that is followed. A file name has at most 255 bytes; refs are a few of them deep. */
const MAX_REF_LENGTH = 1024;

/**
 * Whether a name may be followed as a path below the git directory: the rules of `git check-ref-format`, which also
 * rule out every way of leaving that directory.
 */
export function isRefName(name: string): boolean {
  if (name.length > MAX_REF_LENGTH || !name.startsWith('refs/')) return false;
  if (/[\s~^:?*[\\]|\.\.|@\{/.test(name) || [...name].some((character) => character < ' ' || character === '\u007f')) return false;
  return name.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.') && !part.endsWith('.lock'));
}
