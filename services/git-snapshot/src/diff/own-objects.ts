import { join } from 'node:path';
import type { Git } from '../git/git.js';
import { recordsOf } from '../git/records.js';
import type { ShadowStore } from '../store/shadow-store.js';
import { storePlaces } from './diff-places.js';

/** What is known of objects. */
export interface OwnObjects {
  /** Bytes of each. */
  sizes: Map<string, number>;
  /** Ids of those that are nowhere any more. */
  missing: Set<string>;
}

/**
 * Makes sure that objects are in our own store: those that only the repository has are copied, because it may drop them
 * (`git gc` after a rebase), and a file must be there to be put back.
 */
export async function ownObjects(git: Git, store: ShadowStore, ids: readonly string[], signal: AbortSignal): Promise<OwnObjects> {
  const own = await lookUp(git, store, ids, [], signal);
  if (own.missing.size === 0) return own;
  const borrowed = await lookUp(git, store, [...own.missing], store.borrowed, signal);
  const copied = [...borrowed.sizes.keys()];
  if (copied.length > 0) {
    await git.collect({
      // Without deltas: they would take longer than the rest of a capture.
      words: ['pack-objects', '-q', '--window=0', '--threads=1', join(store.gitDir, 'objects/pack/pack')],
      places: storePlaces(store, store.borrowed),
      input: copied.map((id) => `${id}\n`),
      signal,
    });
  }
  return { sizes: new Map([...own.sizes, ...borrowed.sizes]), missing: borrowed.missing };
}

async function lookUp(git: Git, store: ShadowStore, ids: readonly string[], borrowed: readonly string[], signal: AbortSignal): Promise<OwnObjects> {
  const found: OwnObjects = { sizes: new Map(), missing: new Set() };
  const command = {
    words: ['cat-file', '--batch-check=%(objectname) %(objecttype) %(objectsize)', '--buffer'],
    places: storePlaces(store, borrowed),
    input: [ids.map((id) => `${id}\n`).join('')],
    signal,
  };
  await git.read(command, async (output) => {
    for await (const line of linesOf(output)) {
      const [id = '', type, size] = line.split(' ');
      if (type === 'blob') found.sizes.set(id, Number(size));
      else if (id !== '') found.missing.add(id);
    }
  });
  return found;
}

async function* linesOf(output: AsyncIterable<Buffer>): AsyncGenerator<string> {
  // Ids, types and numbers: no line holds a NUL, so newlines may become the separator that records have.
  async function* translated() {
    for await (const chunk of output) yield Buffer.from(chunk.toString('latin1').replaceAll('\n', '\0'), 'latin1');
  }
  yield* recordsOf(translated());
}
