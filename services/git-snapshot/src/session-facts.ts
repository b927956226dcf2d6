import { STREAMS, subjects } from '@agents-fleet/contracts';
import { parseEvent, readSubject, type Broker } from '@agents-fleet/event-log';

/** What a snapshot needs to know of its session. */
export interface SessionFacts {
  repoPath: string;
  runnerId: string;
}

/** Looked up in the log: so a restart between a session's start and its end changes nothing. `null`: it has no start. */
export async function readSessionFacts(broker: Broker, sessionId: string): Promise<SessionFacts | null> {
  const reader = await readSubject(broker, { stream: STREAMS.log, subject: subjects.event(sessionId, 'lifecycle'), fromSeq: 1 });
  try {
    // Only what is stored already: a session without a start would be waited for without an end.
    let unread = reader.pendingAtStart;
    if (unread === 0) return null;
    for await (const message of reader) {
      const event = parseEvent(message.data);
      if ('type' in event && event.type === 'session.started') return { repoPath: event.data.repoPath, runnerId: event.runnerId };
      unread -= 1;
      if (unread === 0) return null;
    }
    return null;
  } finally {
    reader.stop();
  }
}
