import { recordsOf } from '../git/records.js';

/** What git writes for a submodule. */
export const SUBMODULE_MODE = '160000';
export const SYMLINK_MODE = '120000';

/** One line of `git ls-files -s -t`. */
export interface IndexEntry {
  /** `S`: the file need not be in the work tree (a sparse checkout). */
  tag: string;
  mode: string;
  id: string;
  /** A string of bytes. */
  path: string;
}

/** Reads `git ls-files -z -s -t`; other lines are skipped. */
export async function* indexEntries(output: AsyncIterable<Buffer>): AsyncGenerator<IndexEntry> {
  for await (const record of recordsOf(output)) {
    const tab = record.indexOf('\t');
    const [tag, mode, id] = record.slice(0, tab).split(' ');
    if (tab > 0 && tag !== undefined && mode !== undefined && id !== undefined) yield { tag, mode, id, path: record.slice(tab + 1) };
  }
}
