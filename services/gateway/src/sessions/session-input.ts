import { z } from 'zod';
import { type FleetCommands, commandProblem } from '../fleet/fleet-commands.js';
import { ProblemError } from '../http/problem.js';
import { type SessionLookup } from './session-lookup.js';

/** Types text into a session for a script, and waits until the terminal has it. */
export class SessionInput {
  constructor(
    private readonly commands: FleetCommands,
    private readonly sessions: SessionLookup,
  ) {}

  async send(id: string, text: string): Promise<void> {
    const session = await this.sessions.get(id);
    if (session.status === 'ended') throw new ProblemError(409, 'The session has ended already.');
    const reply = await this.commands.type(session.runnerId, id, Buffer.from(text), z.unknown());
    if (!reply.ok) throw commandProblem(reply.error, `Runner ${session.runnerId}`);
  }
}
