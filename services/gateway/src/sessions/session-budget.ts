import { ulid } from 'ulid';
import {
  type ChangeBudget,
  nanoUsdToUsd,
  type Session,
  type SetBudgetCommand,
  setBudgetReplySchema,
  usdToNanoUsd,
} from '@agents-fleet/contracts';
import { type FleetCommands } from '../fleet/fleet-commands.js';
import { type SessionLookup } from './session-lookup.js';

/** Changes the budget of a session; the budget service decides and writes it to the log. */
export class SessionBudget {
  constructor(
    private readonly commands: FleetCommands,
    private readonly sessions: SessionLookup,
  ) {}

  async change(id: string, wanted: ChangeBudget): Promise<Session> {
    const session = await this.sessions.get(id);
    const { budgetUsd, budgetTokens } = wanted;
    const command: SetBudgetCommand = {
      sessionId: id,
      ...(budgetUsd !== undefined && { budgetNanoUsd: budgetUsd === null ? null : usdToNanoUsd(budgetUsd) }),
      ...(budgetTokens !== undefined && { budgetTokens }),
      correlationId: ulid(),
    };
    const inForce = await this.commands.setBudget(command, setBudgetReplySchema);
    return {
      ...session,
      budgetUsd: inForce.budgetNanoUsd === null ? null : nanoUsdToUsd(inForce.budgetNanoUsd),
      budgetTokens: inForce.budgetTokens,
      budgetVersion: inForce.version,
    };
  }
}
