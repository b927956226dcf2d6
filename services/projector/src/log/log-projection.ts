import { MAX_RECENT_COSTS, STREAMS, subjects, UnreadableEventError } from '@agents-fleet/contracts';
import { parseEvent, type ReceivedMessage } from '@agents-fleet/event-log';
import type { AppliedBatch, PoisonMessage, Projection } from '@agents-fleet/projections';
import type { ReadModelWriter, RequestViewRow, SessionRow } from '@agents-fleet/read-models';
import { keepExitHints, lacksResume } from '../resume/keep-exit-hints.js';
import { pricedRequests, projectEvents, type LogChanges, type LogState, type SequencedEvent } from './project-events.js';
import { countedMinutes } from './session-figures.js';

/** Every event of `FLEET_LOG` into sessions, usage, cost, spend, markers and artifacts. */
export function logProjection(options: { countCacheReads: boolean }): Projection {
  return {
    name: 'log',
    stream: STREAMS.log,
    subject: subjects.allEvents,
    maxMessages: 256,
    maxBytes: 4 * 1024 ** 2,
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
  const before: LogState = {
    sessions: await write.sessions(sessionIds),
    usageTotals: await write.usageTotals(sessionIds),
    requestViews: await requestViews(write, fresh),
  };
  const changes = projectEvents(before, fresh, options);
  await write.saveUsageTotals(changes.usageTotals);
  await write.saveRequestViews(changes.requestViews);
  await write.addUsage(changes.usage);
  await write.addCosts(changes.costs);
  await write.addCostMinutes(changes.costMinutes);
  await write.saveSessions(await withRecentCosts(write, changes));
  await write.addMarkers(changes.markers);
  await write.saveArtifacts(changes.artifacts);
  await write.removeArtifacts(changes.removedArtifacts);
  await write.addSpend(changes.spend);
  await keepExitHints(write, changes.sessions.filter(lacksResume).map(({ id }) => id));
  await write.addProcessedEvents(fresh.map(({ event, seq }) => ({ eventId: event.id, streamSeq: seq })));
  return { sessionIds: [...sessionIds, ...resumedSessions(fresh)], poison };
}

async function requestViews(write: ReadModelWriter, events: readonly SequencedEvent[]): Promise<RequestViewRow[]> {
  const rows: RequestViewRow[] = [];
  for (const [sessionId, requestIds] of pricedRequests(events)) rows.push(...(await write.requestViews(sessionId, [...requestIds])));
  return rows;
}

/** The sessions with their newest minutes, which are those of the view that counts now. */
async function withRecentCosts(write: ReadModelWriter, { sessions, costs }: LogChanges): Promise<SessionRow[]> {
  const spent = new Set(costs.map(({ sessionId }) => sessionId));
  const rows: SessionRow[] = [];
  for (const session of sessions) {
    const minutes = spent.has(session.id) ? countedMinutes(session) : null;
    rows.push(minutes === null ? session : { ...session, recentCosts: await write.newestCostMinutes(minutes, MAX_RECENT_COSTS) });
  }
  return rows;
}

/** Sessions that others took up: theirs is to show by whom. */
function resumedSessions(events: readonly SequencedEvent[]): string[] {
  return events.flatMap(({ event }) => (event.type === 'session.started' && event.data.resumeOf !== null ? [event.data.resumeOf] : []));
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
