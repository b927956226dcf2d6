import { STREAMS, subjects, UnreadableEventError } from '@agents-fleet/contracts';
import { parseEvent, type ReceivedMessage } from '@agents-fleet/event-log';
import type { AppliedBatch, PoisonMessage, Projection } from '@agents-fleet/projections';
import type { ReadModelWriter } from '@agents-fleet/read-models';
import { GATHER_EVENTS_MS } from '../gathering.js';
import { projectEvents, type SequencedEvent } from './project-events.js';

/** Every event of `FLEET_LOG` into sessions, usage, cost, spend, markers and artifacts. */
export function logProjection(options: { countCacheReads: boolean }): Projection {
  return {
    name: 'log',
    stream: STREAMS.log,
    subject: subjects.allEvents,
    maxMessages: 256,
    maxBytes: 4 * 1024 ** 2,
    gatherMs: GATHER_EVENTS_MS,
    yieldsToFloods: false,
    apply: (messages, write) => applyEvents(messages, write, options),
  };
}

async function applyEvents(
  messages: readonly ReceivedMessage[],
  write: ReadModelWriter,
  options: { countCacheReads: boolean },
): Promise<AppliedBatch> {
  const { events, poison } = read(messages);
  const fresh = withoutRepeats(events, await write.processedEvents(events.map(({ event }) => event.id)));
  const sessionIds = [...new Set(fresh.map(({ event }) => event.sessionId))];
  const before = { sessions: await write.sessions(sessionIds), usageTotals: await write.usageTotals(sessionIds) };
  const changes = projectEvents(before, fresh, options);
  await write.saveSessions(changes.sessions);
  await write.saveUsageTotals(changes.usageTotals);
  await write.addUsage(changes.usage);
  await write.addCosts(changes.costs);
  await write.addMarkers(changes.markers);
  await write.addArtifacts(changes.artifacts);
  await write.addSpend(changes.spend);
  await write.addProcessedEvents(fresh.map(({ event, seq }) => ({ eventId: event.id, streamSeq: seq })));
  return { sessionIds, poison };
}

function read(messages: readonly ReceivedMessage[]): { events: SequencedEvent[]; poison: PoisonMessage[] } {
  const events: SequencedEvent[] = [];
  const poison: PoisonMessage[] = [];
  for (const message of messages) {
    const event = parseEvent(message.data);
    if (event instanceof UnreadableEventError) poison.push({ message, why: event.message });
    else events.push({ event, seq: message.seq });
  }
  return { events, poison };
}

/** A double publish has the id of an event that is here already, from before or from this very batch. */
function withoutRepeats(events: readonly SequencedEvent[], processed: ReadonlySet<string>): SequencedEvent[] {
  const seen = new Set(processed);
  return events.filter(({ event }) => {
    if (seen.has(event.id)) return false;
    seen.add(event.id);
    return true;
  });
}
