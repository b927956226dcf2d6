import { type SearchHit } from '@agents-fleet/contracts';

/** The hits in one session. */
export interface HitGroup {
  readonly sessionId: string;
  readonly session: SearchHit['session'];
  readonly hits: readonly SearchHit[];
}

/** Hits by session: sessions in the order of their first hit, and the hits of each in their order. */
export function groupHits(hits: readonly SearchHit[]): HitGroup[] {
  const groups = new Map<string, SearchHit[]>();
  for (const hit of hits) {
    const group = groups.get(hit.sessionId);
    if (group === undefined) groups.set(hit.sessionId, [hit]);
    else group.push(hit);
  }
  return [...groups].flatMap(([sessionId, of]) => (of[0] === undefined ? [] : [{ sessionId, session: of[0].session, hits: of }]));
}
