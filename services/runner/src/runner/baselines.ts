import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { subjects } from '@agents-fleet/contracts';
import { parseEvent, subscribeCore, type Broker, type Stoppable } from '@agents-fleet/event-log';
import type { Logger } from '@agents-fleet/platform';
import type { ControlClient } from '../control/control-client.js';

/**
 * How long a session's command is held for the snapshot of its repo's start, in milliseconds; 0 is not at all.
 * @param repoPath real path; outside of a repo there is nothing to wait for
 * @param seconds the setting
 */
export function baselineWaitMs(repoPath: string, seconds: number): number {
  if (existsSync(join(repoPath, '.git'))) return seconds * 1_000;
  return dirname(repoPath) === repoPath ? 0 : baselineWaitMs(dirname(repoPath), seconds);
}

export interface BaselineParts {
  broker: Broker;
  ptyHost: ControlClient;
  runnerId: string;
  logger: Logger;
}

/**
 * Lets held commands run once git-snapshot says that their repo's start is kept, or that it could not be. Heard as it is
 * published: who misses it, as a runner that starts just then, leaves it to the pty-host's own clock.
 */
export function releaseHeldCommands({ broker, ptyHost, runnerId, logger }: BaselineParts): Stoppable {
  return subscribeCore(broker, subjects.allEventsOf('git'), ({ data }) => {
    const event = parseEvent(data);
    if (!('type' in event) || event.type !== 'git.captured' || event.data.phase !== 'start' || event.runnerId !== runnerId) return;
    const { sessionId } = event;
    void ptyHost.ask('begin', { sessionId }).then((reply) => {
      if (!reply.ok && reply.error.code !== 'session_not_found') logger.warn({ sessionId, why: reply.error.message }, 'a held command is left to its time limit');
    });
  });
}
