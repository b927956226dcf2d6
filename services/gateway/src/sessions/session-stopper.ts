import { ulid } from 'ulid';
import { z } from 'zod';
import { type Session, type StopCommand } from '@agents-fleet/contracts';
import { type FleetCommands } from '../fleet/fleet-commands.js';
import { ProblemError } from '../http/problem.js';
import { type SessionLookup } from './session-lookup.js';

/** What became of one session of a bulk stop. */
export interface StopRow {
  id: string;
  stopping: boolean;
  message: string | null;
}

/** Stops sessions that the person wants stopped. */
export class SessionStopper {
  constructor(
    private readonly commands: FleetCommands,
    private readonly sessions: SessionLookup,
  ) {}

  /** @returns the session, as it was known before the stop */
  async stop(id: string, force: boolean): Promise<Session> {
    const session = await this.sessions.get(id);
    if (session.status === 'ended') throw new ProblemError(409, 'The session has ended already.');
    const command: StopCommand = { sessionId: id, force, reason: 'user', correlationId: ulid() };
    await this.commands.toRunner(session.runnerId, 'stop', command, z.unknown());
    return { ...session, status: 'stopping' };
  }

  /** All at once: one that can't be stopped doesn't keep the others. */
  stopAll(ids: readonly string[], force: boolean): Promise<StopRow[]> {
    return Promise.all([...new Set(ids)].map((id) => this.#stopOne(id, force)));
  }

  async stopRepo(repo: string, force: boolean): Promise<StopRow[]> {
    return this.stopAll(await this.sessions.liveIdsOfRepo(repo), force);
  }

  async #stopOne(id: string, force: boolean): Promise<StopRow> {
    try {
      await this.stop(id, force);
      return { id, stopping: true, message: null };
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return { id, stopping: false, message: error.detail };
    }
  }
}
