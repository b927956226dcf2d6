import { sessionCommitSchema, type SessionCommit } from '@agents-fleet/contracts';
import { GitFailedError, type Git } from '../git/git.js';
import { recordsOf } from '../git/records.js';
import type { ShadowStore } from '../store/shadow-store.js';
import { storePlaces } from './diff-places.js';

export const MAX_COMMITS = 500;
const MAX_TEXT = 300;
/** For a commit that has none, or one that is no date. */
const NO_DATE = '1970-01-01T00:00:00Z';

export interface FoundCommits {
  /** Newest first. */
  commits: SessionCommit[];
  /** What was left out, as a sentence. */
  leftOut: string | null;
}

/**
 * The commits that the branch has and did not have at the session's start. After a rebase or an amended commit these are
 * the new ones; after a change to another branch they are those of that branch that the first one did not have.
 * @param before commit at the start; `null` when there was none
 */
export async function sessionCommits(git: Git, store: ShadowStore, before: string | null, after: string | null, signal: AbortSignal): Promise<FoundCommits> {
  if (after === null || after === before) return { commits: [], leftOut: null };
  const words = [
    'log', '-z', '--format=tformat:%H%x00%an%x00%aI%x00%s', `--max-count=${MAX_COMMITS + 1}`,
    '--no-mailmap', '--no-notes', '--no-show-signature', '--no-color', '--no-patch', '--encoding=UTF-8',
    after, ...(before === null ? [] : [`^${before}`]),
  ];
  try {
    const commits = await git.read({ words, places: storePlaces(store, store.borrowed), signal }, readCommits);
    const leftOut = commits.length > MAX_COMMITS ? `only the newest ${MAX_COMMITS} commits are listed` : null;
    return { commits: commits.slice(0, MAX_COMMITS), leftOut };
  } catch (error) {
    if (!(error instanceof GitFailedError)) throw error;
    return { commits: [], leftOut: 'the commits of the session are not listed: the repository has dropped some of them' };
  }
}

async function readCommits(output: AsyncIterable<Buffer>): Promise<SessionCommit[]> {
  const commits: SessionCommit[] = [];
  let fields: string[] = [];
  for await (const field of recordsOf(output)) {
    fields.push(Buffer.from(field, 'latin1').toString('utf8'));
    if (fields.length < 4) continue;
    const [id = '', author = '', at = '', subject = ''] = fields;
    const commit = { id, subject: subject.slice(0, MAX_TEXT), author: author.slice(0, MAX_TEXT), at };
    commits.push(sessionCommitSchema.safeParse(commit).success ? commit : { ...commit, at: NO_DATE });
    fields = [];
  }
  return commits;
}
