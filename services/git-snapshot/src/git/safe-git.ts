import { dirname } from 'node:path';

/** What a git command works on. Nothing else of the machine's git is in reach of it. */
export interface GitPlaces {
  /** Our own store, never a directory of a repository's. */
  gitDir: string;
  /** Real path of the work tree; `null` for commands that need none. */
  workTree: string | null;
  /** The index file, one of ours. */
  index: string | null;
  /** Directories with objects of the repository; `[]` where only our own may count. */
  borrowed: readonly string[];
}

/**
 * Settings for every command: nothing of the repository's or the person's configuration is read, so these are all that
 * there are. Files are taken as the bytes that they are, and no program is ever started.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  'core.fsmonitor': 'false',
  'core.untrackedCache': 'false',
  'core.hooksPath': '/dev/null',
  'core.attributesFile': '/dev/null',
  'core.excludesFile': '/dev/null',
  'core.commitGraph': 'false',
  'core.autocrlf': 'false',
  'core.fileMode': 'true',
  'core.symlinks': 'true',
  'core.ignoreCase': 'false',
  'core.precomposeUnicode': 'false',
  // Names that would be a danger to a checkout on another system are just names here: nothing is checked out.
  'core.protectNTFS': 'false',
  'core.protectHFS': 'false',
  'core.quotePath': 'true',
  // Speed before size: most of it is text, and level 6 takes five times as long.
  'core.compression': '1',
  // No threads: on a small machine they would take every core from the person's terminals, and gain little.
  'core.preloadIndex': 'false',
  'index.threads': '1',
  'pack.threads': '1',
  'protocol.allow': 'never',
  'submodule.recurse': 'false',
  'gc.auto': '0',
  'maintenance.auto': 'false',
  'log.showSignature': 'false',
  'log.mailmap': 'false',
};

/** Parameters that go before every command. */
export const SAFE_SETTINGS: readonly string[] = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/**
 * The whole environment of a git command: nothing is taken over from ours.
 * @param home an empty directory
 */
export function safeEnvironment(program: string, home: string, places: GitPlaces): Record<string, string> {
  return {
    PATH: dirname(program),
    HOME: home,
    XDG_CONFIG_HOME: home,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_DIR: places.gitDir,
    ...(places.workTree === null ? {} : { GIT_WORK_TREE: places.workTree }),
    ...(places.index === null ? {} : { GIT_INDEX_FILE: places.index }),
    ...(places.borrowed.length === 0 ? {} : { GIT_ALTERNATE_OBJECT_DIRECTORIES: places.borrowed.map(quoted).join(':') }),
  };
}

/** As git reads a path in that list: one with a colon or a quote must be in quotes. */
function quoted(path: string): string {
  return /[":\\]/.test(path) ? `"${path.replace(/["\\]/g, '\\$&')}"` : path;
}
