import { type Session } from '@agents-fleet/contracts';

/** Whether what a session's terminal printed can still be read. A fleet that does not say keeps everything. */
export function isTerminalKept(session: Session & { readonly terminalKept?: boolean }): boolean {
  return session.terminalKept !== false;
}
