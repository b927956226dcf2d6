/**
 * Which of the hits is on screen, from 1: the newest that is not later than the chunk; 0 before the first.
 * @param chunks of the hits, ascending
 */
export function hitAt(chunks: readonly number[], chunk: number): number {
  return chunks.findLastIndex((hit) => hit <= chunk) + 1;
}

/** The chunk of the next hit, or of the one before; from the other end again where there is none; `null` without hits. */
export function stepHit(chunks: readonly number[], chunk: number, direction: 1 | -1): number | null {
  const found = direction === 1 ? chunks.find((hit) => hit > chunk) : chunks.findLast((hit) => hit < chunk);
  return found ?? (direction === 1 ? chunks.at(0) : chunks.at(-1)) ?? null;
}

/** How many hits there are and which one is on screen, in few words. */
export function hitCount(place: number, count: number, hasMore: boolean): string {
  const all = `${count}${hasMore ? '+' : ''}`;
  return place === 0 ? `${all} ${count === 1 && !hasMore ? 'hit' : 'hits'}` : `${place}/${all}`;
}
