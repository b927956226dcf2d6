import { type ResumeSession, type Session } from '@agents-fleet/contracts';
import { type RunnerRegistry } from '../fleet/runner-registry.js';
import { ProblemError } from '../http/problem.js';
import { planResume, stillRunning } from './resume-plan.js';
import { type SessionLookup } from './session-lookup.js';
import { type SessionStarter } from './session-starter.js';

/** Takes up ended sessions: a new session in the same repo, on the machine where the agent keeps the conversation. */
export class SessionResumer {
  /** Ids of sessions that are being resumed: two clicks must not start two agents. */
  readonly #underway = new Set<string>();
  /** New sessions by the one that they resume, for when the read models do not know them yet. */
  readonly #launched = new Map<string, Session>();

  constructor(
    private readonly runners: RunnerRegistry,
    private readonly starter: SessionStarter,
    private readonly sessions: SessionLookup,
  ) {}

  /**
   * @returns the new session
   * @throws ProblemError 404, 409 or 422 (see `planResume`); 503 when the session's runner is not online
   */
  async resume(id: string, wanted: ResumeSession): Promise<Session> {
    const session = await this.sessions.get(id);
    if (this.#underway.has(id)) throw new ProblemError(409, 'The session is being resumed right now.');
    this.#underway.add(id);
    try {
      await this.#refuseWhileUnknown(id);
      const plan = planResume({ session, newest: await this.#newestOf(session) }, wanted);
      const online = await this.runners.present();
      if (!online.some((runner) => runner.id === session.runnerId)) throw notOnline(session.runnerId);
      const launched = await this.starter.launch(session.runnerId, plan);
      this.#launched.set(id, launched);
      return launched;
    } finally {
      this.#underway.delete(id);
    }
  }

  /** A session that the projector has not brought yet runs as far as anybody knows. */
  async #refuseWhileUnknown(id: string): Promise<void> {
    const launched = this.#launched.get(id);
    if (launched === undefined) return;
    if ((await this.sessions.find(launched.id)) === null) throw stillRunning(launched);
    this.#launched.delete(id);
  }

  /** The last session of the chain. Each id is newer than the one that it resumes, so that the way has an end. */
  async #newestOf(session: Session): Promise<Session> {
    let newest = session;
    while (newest.resumedBy !== null && newest.resumedBy > newest.id) {
      const next = await this.sessions.find(newest.resumedBy);
      if (next === null) return newest;
      newest = next;
    }
    return newest;
  }
}

function notOnline(runnerId: string): ProblemError {
  return new ProblemError(503, `Runner ${runnerId} is not online: the session ran there, and the agent keeps its conversation there.`);
}
