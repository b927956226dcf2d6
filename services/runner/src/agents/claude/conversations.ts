import { isAbsolute } from 'node:path';
import type { ClaudeSaved } from './claude-saved.js';

/** Lines of a conversation that is taken up may be written this long, in milliseconds, before the hook that tells of it. */
const MARGIN_MS = 1_000;

/** Conversations that are followed: more than a person begins in one session, and a bound for one that makes them up. */
const MAX_CONVERSATIONS = 200;

/** Where a conversation was seen. */
export interface Sight {
  agentSessionId: string;
  /** Path of its transcript, as Claude Code says it. */
  path: string | null;
  /** Whether it is taken up, so that it may hold lines that were written before, by whomever. */
  takenUp: boolean;
}

/**
 * The conversations of a session with one that was just seen. Pure.
 * @returns `null` when nothing of it is new
 */
export function meetConversation(saved: ClaudeSaved, { agentSessionId, path, takenUp }: Sight, now: number): ClaudeSaved | null {
  const transcript = path !== null && isAbsolute(path) && path.endsWith('.jsonl') ? path : null;
  const known = saved.conversations.find((conversation) => conversation.agentSessionId === agentSessionId);
  if (known !== undefined && (transcript === null || known.transcript !== null)) return null;
  if (known === undefined && saved.conversations.length >= MAX_CONVERSATIONS) return null;
  // The first one begins with the session, whatever it is; a later one that is taken up counts from then on.
  const isLater = takenUp && saved.conversations.length > 0;
  const since = known?.since ?? (isLater ? now - MARGIN_MS : saved.launchedAt);
  const others = saved.conversations.filter((conversation) => conversation !== known);
  return { ...saved, conversations: [...others, { agentSessionId, transcript, since }] };
}
