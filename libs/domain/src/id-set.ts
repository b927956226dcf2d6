/**
 * An immutable set of ids that grows in O(log n) amortised: layers of doubling size, merged like the digits of a
 * binary counter. A plain `Set` copied for each of a session's tens of thousands of usage records would be quadratic.
 */
export type IdSet = readonly ReadonlySet<string>[];

export const NO_IDS: IdSet = [];

export function hasId(ids: IdSet, id: string): boolean {
  return ids.some((layer) => layer.has(id));
}

/** The set with one more id; the given set stays as it was. */
export function withId(ids: IdSet, id: string): IdSet {
  const layers = [...ids];
  let top: ReadonlySet<string> = new Set([id]);
  for (let below = layers.at(-1); below !== undefined && below.size <= top.size; below = layers.at(-1)) {
    top = new Set([...below, ...top]);
    layers.pop();
  }
  return [...layers, top];
}
