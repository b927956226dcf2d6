import { describe, expect, it } from '@jest/globals';
import { readTreeChanges } from './tree-changes.js';

const A = 'a'.repeat(40);
const B = 'b'.repeat(40);
const NONE = '0'.repeat(40);

/** In pieces of three bytes, as a pipe might give it. */
async function* output(...records: string[]) {
  const all = Buffer.from(records.map((record) => `${record}\0`).join(''), 'latin1');
  for (let at = 0; at < all.length; at += 3) yield all.subarray(at, at + 3);
}

describe('readTreeChanges', () => {
  it('puts entries and counts together, also of renamed and binary files', async () => {
    const changes = await readTreeChanges(
      output(
        `:000000 100644 ${NONE} ${A} A`, 'caf\xe9',
        `:100644 100755 ${A} ${B} R087`, 'old', 'new',
        `:100644 000000 ${B} ${NONE} D`, 'gone',
        '3\t0\tcaf\xe9',
        '2\t1\t', 'old', 'new',
        '-\t-\tgone',
      ),
    );
    expect(changes).toEqual([
      { status: 'A', path: 'caf\xe9', oldPath: null, oldMode: null, newMode: '100644', oldId: null, newId: A, additions: 3, deletions: 0 },
      { status: 'R', path: 'new', oldPath: 'old', oldMode: '100644', newMode: '100755', oldId: A, newId: B, additions: 2, deletions: 1 },
      { status: 'D', path: 'gone', oldPath: null, oldMode: '100644', newMode: null, oldId: B, newId: null, additions: null, deletions: null },
    ]);
  });

  it('given no difference, then there is none', async () => {
    expect(await readTreeChanges(output())).toEqual([]);
  });
});
