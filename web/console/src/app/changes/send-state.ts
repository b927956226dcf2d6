import { type Session } from '@agents-fleet/contracts';
import { isLive, needsPerson } from '../sessions/session-state.js';
import { commentsInput, MAX_MESSAGE_CHARS } from './comment-text.js';
import { type CommentDraft } from './stored-drafts.js';

/** Why comments can't be sent to a session now; `null` when they can. */
export function sendRefusal(session: Session, drafts: readonly CommentDraft[]): string | null {
  if (!isLive(session)) return 'The session has ended. Copy the comments, or resume it and send them there.';
  if (session.status === 'starting') return 'The session is still starting.';
  if (session.status === 'stopping') return 'The session is being stopped.';
  // Enter at the end of a message would choose what the question offers first.
  if (needsPerson(session)) return 'It waits for an answer in the terminal. Answer there first: a message would answer in your place.';
  if (commentsInput(drafts, session.agent).length > MAX_MESSAGE_CHARS) return 'Together the comments are too long for one message. Discard or shorten some.';
  return null;
}
