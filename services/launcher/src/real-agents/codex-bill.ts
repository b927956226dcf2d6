import { type Session } from '@agents-fleet/contracts';
import { type AgentSessions } from './agent-sessions.js';
import { type Bill, sumOfBills } from './bill.js';
import { type BilledRequest } from './model-api-stand-in.js';

/** What the stand-in billed for these requests. */
export function sumOf(requests: readonly BilledRequest[]): Bill {
  return sumOfBills(requests.map(({ bill }) => bill));
}

/** Waits until the session's figures are the bill of these requests, to the token. */
export async function equalsBill(sessions: AgentSessions, session: Session, requests: () => readonly BilledRequest[]): Promise<void> {
  let said = '';
  await sessions
    .recorded(session, ({ tokens: { input, cacheRead, cacheWrite, output } }) => {
      const bill = sumOf(requests());
      const expected = { input: bill.input, cacheRead: bill.cacheRead, cacheWrite: bill.cacheWrite5m, output: bill.output };
      said = `${JSON.stringify({ input, cacheRead, cacheWrite, output })} is not the bill ${JSON.stringify(expected)}`;
      return input === expected.input && cacheRead === expected.cacheRead && cacheWrite === expected.cacheWrite && output === expected.output;
    })
    .catch((cause: unknown) => {
      throw new Error(said, { cause });
    });
}
