/** Entries of a leaf before it becomes a branch: searching eight strings is as fast as one more step down. */
const MOST_IN_A_LEAF = 8;
/** Bits of the hash that choose among a branch's children, so 16 of them: small arrays are cheap to copy. */
const BITS = 4;
const CHILDREN = 1 << BITS;
/** A hash has 32 bits. What is deeper has the same hash and stays in one leaf, however long. */
const DEEPEST = 32 / BITS;

interface Leaf<Value> {
  readonly entries: readonly (readonly [string, Value])[];
}
interface Branch<Value> {
  readonly children: readonly PersistentMap<Value>[];
}

/**
 * An immutable map by string: a hash trie, in which a change copies the few nodes on one path and shares the rest. A
 * plain `Map` copied for each of a session's tens of thousands of usage records would be quadratic.
 */
export type PersistentMap<Value> = Leaf<Value> | Branch<Value>;

const EMPTY: Leaf<never> = { entries: [] };
const NO_CHILDREN: Branch<never> = { children: Array.from({ length: CHILDREN }, () => EMPTY) };

export function emptyMap<Value>(): PersistentMap<Value> {
  return EMPTY;
}

/** The value of a key, `undefined` when it has none. */
export function valueOf<Value>(map: PersistentMap<Value>, key: string): Value | undefined {
  const hash = hashOf(key);
  let node = map;
  for (let depth = 0; 'children' in node; depth++) node = node.children[childOf(hash, depth)] ?? EMPTY;
  return node.entries.find(([known]) => known === key)?.[1];
}

/** The map with one value set; the given map stays as it was. */
export function withValue<Value>(map: PersistentMap<Value>, key: string, value: Value): PersistentMap<Value> {
  return put(map, 0, hashOf(key), key, value);
}

function put<Value>(node: PersistentMap<Value>, depth: number, hash: number, key: string, value: Value): PersistentMap<Value> {
  if ('children' in node) {
    const children = [...node.children];
    const index = childOf(hash, depth);
    children[index] = put(children[index] ?? EMPTY, depth + 1, hash, key, value);
    return { children };
  }
  const entries = [...node.entries.filter(([known]) => known !== key), [key, value] as const];
  if (entries.length <= MOST_IN_A_LEAF || depth >= DEEPEST) return { entries };
  return entries.reduce<PersistentMap<Value>>((branch, [known, its]) => put(branch, depth, hashOf(known), known, its), NO_CHILDREN);
}

function childOf(hash: number, depth: number): number {
  return (hash >>> (depth * BITS)) & (CHILDREN - 1);
}

/** FNV-1a over UTF-16 units: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
