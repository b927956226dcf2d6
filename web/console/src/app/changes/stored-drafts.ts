import * as z from 'zod';

/** A comment that was not sent yet. */
const commentDraftSchema = z.object({
  id: z.string().min(1),
  path: z.string(),
  side: z.enum(['before', 'after']),
  /** Line numbers on that side, from 1, both included. */
  from: z.number().int().min(1),
  to: z.number().int().min(1),
  lines: z.array(z.string()),
  text: z.string(),
});
export type CommentDraft = z.infer<typeof commentDraftSchema>;
const draftListSchema = z.array(commentDraftSchema);

/** Drafts as they are put into the browser's storage; `null` when there is nothing to keep. */
export function storedDrafts(drafts: readonly CommentDraft[]): string | null {
  return drafts.length === 0 ? null : JSON.stringify(drafts);
}

/** Reads them back; what another version wrote, or somebody else, is no draft. */
export function draftsOf(stored: string | null): CommentDraft[] {
  if (stored === null) return [];
  try {
    return draftListSchema.catch([]).parse(JSON.parse(stored));
  } catch {
    return [];
  }
}

/** How many there are of each path. */
export function draftCounts(drafts: readonly CommentDraft[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { path } of drafts) counts.set(path, (counts.get(path) ?? 0) + 1);
  return counts;
}

/** Those that say something. */
export function writtenDrafts(drafts: readonly CommentDraft[]): CommentDraft[] {
  return drafts.filter(({ text }) => text.trim() !== '');
}
