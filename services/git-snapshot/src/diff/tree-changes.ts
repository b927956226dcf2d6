import { recordsOf } from '../git/records.js';

/** One entry of the difference of two trees, as `git diff-tree --raw --numstat` tells it. Paths are strings of bytes. */
export interface TreeChange {
  status: 'A' | 'M' | 'D' | 'R' | 'C' | 'T';
  path: string;
  oldPath: string | null;
  /** `null` where there is no file. */
  oldMode: string | null;
  newMode: string | null;
  oldId: string | null;
  newId: string | null;
  /** Lines; `null` of a binary file and when they were not asked for. */
  additions: number | null;
  deletions: number | null;
}

/** Reads the output of `diff-tree -r -z --raw [--numstat]`: first all entries, then all counts, in the same order. */
export async function readTreeChanges(output: AsyncIterable<Buffer>): Promise<TreeChange[]> {
  const changes: TreeChange[] = [];
  const records = recordsOf(output);
  const next = async () => String((await records.next()).value ?? '');
  let counted = 0;
  for (let turn = await records.next(); turn.done !== true; turn = await records.next()) {
    const record = turn.value;
    if (record.startsWith(':')) changes.push(await entryOf(record, next));
    else if (record !== '') {
      const [additions, deletions, path] = record.split('\t');
      // Of a renamed file both paths follow.
      if (path === '') await next().then(next);
      const change = changes[counted];
      counted += 1;
      if (change !== undefined) {
        change.additions = linesOf(additions);
        change.deletions = linesOf(deletions);
      }
    }
  }
  return changes;
}

async function entryOf(record: string, next: () => Promise<string>): Promise<TreeChange> {
  const [oldMode = '', newMode = '', oldId = '', newId = '', letters = ''] = record.slice(1).split(' ');
  const status = letters.charAt(0) as TreeChange['status'];
  const first = await next();
  const isMoved = status === 'R' || status === 'C';
  return {
    status,
    path: isMoved ? await next() : first,
    oldPath: isMoved ? first : null,
    oldMode: unlessZero(oldMode),
    newMode: unlessZero(newMode),
    oldId: unlessZero(oldId),
    newId: unlessZero(newId),
    additions: null,
    deletions: null,
  };
}

function unlessZero(digits: string): string | null {
  return /^0+$/.test(digits) ? null : digits;
}

function linesOf(text: string | undefined): number | null {
  return text === undefined || text === '-' ? null : Number(text);
}
