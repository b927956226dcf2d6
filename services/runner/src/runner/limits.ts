import type { FleetEvent } from '@agents-fleet/contracts';
import { subjects } from '@agents-fleet/contracts';
import { consumeEvents, type Broker, type Consumption, type EventPublisher } from '@agents-fleet/event-log';
import type { Logger } from '@agents-fleet/platform';
import type { ControlClient } from '../control/control-client.js';

export interface LimitParts {
  broker: Broker;
  publisher: EventPublisher;
  ptyHost: ControlClient;
  runnerId: string;
  logger: Logger;
}

/** Obeys the budget service: a reached limit stops its session, a changed one renews the lease. */
export function obeyLimits({ broker, publisher, ptyHost, runnerId, logger }: LimitParts): Consumption {
  return consumeEvents(broker, {
    subject: subjects.allEventsOf('limit'),
    durable: `runner-${runnerId}`,
    startAt: 'new',
    publisher,
    handle: async (event) => {
      if (event.runnerId === runnerId) await obey(event, ptyHost, logger);
    },
  });
}

async function obey(event: FleetEvent, ptyHost: ControlClient, logger: Logger): Promise<void> {
  const { sessionId } = event;
  if (event.type === 'limit.reached') {
    const order = { sessionId, reason: 'budget_exceeded', force: false, enforcedBy: 'budget', budgetVersion: event.data.version } as const;
    tellUnlessGone(await ptyHost.ask('stop', order));
  } else if (event.type === 'limit.changed') {
    const { version, budgetNanoUsd, budgetTokens } = event.data;
    tellUnlessGone(await ptyHost.ask('renew', { sessionId, version, budgetNanoUsd, budgetTokens }));
  }

  /** A session that has ended needs nothing. A pty-host that is away will have swept it: its lease dies with it. */
  function tellUnlessGone(reply: Awaited<ReturnType<ControlClient['ask']>>): void {
    if (reply.ok || reply.error.code === 'session_not_found') return;
    logger.warn({ sessionId, type: event.type, why: reply.error.message }, 'a limit could not be passed on');
    // Comes again until the pty-host answers.
    throw new Error(`limit not passed on: ${reply.error.message}`);
  }
}
