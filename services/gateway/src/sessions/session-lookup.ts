import { type Session } from '@agents-fleet/contracts';
import { unknownId } from '../http/problem.js';
import { type ReadModels } from '@agents-fleet/read-models';

/** Finds sessions for those who need one to be there. */
export class SessionLookup {
  constructor(private readonly models: ReadModels) {}

  find(id: string): Promise<Session | null> {
    return this.models.sessions.get(id);
  }

  /** @throws ProblemError 404 */
  async get(id: string): Promise<Session> {
    const session = await this.find(id);
    if (session === null) throw unknownId('session');
    return session;
  }

  liveIdsOfRepo(repo: string): Promise<string[]> {
    return this.models.sessions.liveIdsOfRepo(repo);
  }
}
