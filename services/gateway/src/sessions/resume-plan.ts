import { nanoUsdToUsd, type ResumeSession, type Session, type StartCommand, usdToNanoUsd } from '@agents-fleet/contracts';
import { type FieldError, invalidInput, ProblemError } from '../http/problem.js';

/** What a resume is decided on. */
export interface ResumeFacts {
  /** The session to take up. */
  readonly session: Session;
  /** The last one of those that took it up, one after the other; the session itself when none did. */
  readonly newest: Session;
}

/** A start without the ids that it is given when it is sent. */
export type ResumePlan = Omit<StartCommand, 'sessionId' | 'correlationId'>;

/**
 * How to take up a session: the same repo and the agent's own resume command, on a budget that goes on from what the
 * whole chain has spent (decision 10). Pure.
 *
 * @throws ProblemError 409 when it runs, can't be resumed, or was resumed and that one runs; 422 naming each budget that
 *   is used up
 */
export function planResume({ session, newest }: ResumeFacts, wanted: ResumeSession): ResumePlan {
  if (session.status !== 'ended') throw new ProblemError(409, 'The session is still running: stop it first, or go on in its terminal.');
  if (session.resumeCommand === null) throw new ProblemError(409, NOTHING_TO_RESUME);
  if (newest.status !== 'ended') throw stillRunning(newest);
  const budgetUsd = wanted.budgetUsd === undefined ? session.budgetUsd : wanted.budgetUsd;
  const budgetTokens = wanted.budgetTokens === undefined ? session.budgetTokens : wanted.budgetTokens;
  const carried = {
    costNanoUsd: usdToNanoUsd(newest.carried.costUsd) + usdToNanoUsd(newest.costUsd),
    countedTokens: newest.carried.countedTokens + newest.tokens.counted,
  };
  const budgetNanoUsd = budgetUsd === null ? null : usdToNanoUsd(budgetUsd);
  const usedUp: FieldError[] = [
    ...(budgetNanoUsd !== null && carried.costNanoUsd >= budgetNanoUsd
      ? [{ field: 'budgetUsd', message: usedUpWords(usd(carried.costNanoUsd), usd(budgetNanoUsd)) }]
      : []),
    ...(budgetTokens !== null && carried.countedTokens >= budgetTokens
      ? [{ field: 'budgetTokens', message: usedUpWords(String(carried.countedTokens), `${budgetTokens} tokens`) }]
      : []),
  ];
  if (usedUp.length > 0) throw invalidInput(usedUp);
  return {
    kind: 'pty',
    name: wanted.name ?? session.name,
    command: session.resumeCommand,
    repoPath: session.repoPath,
    budgetNanoUsd,
    budgetTokens,
    cols: wanted.cols ?? session.cols,
    rows: wanted.rows ?? session.rows,
    resumeOf: session.id,
    carried,
  };
}

/** 409 that names the session that goes on in place of the old one. */
export function stillRunning({ id, name }: Pick<Session, 'id' | 'name'>): ProblemError {
  return new ProblemError(409, `It was resumed already, and that session is still running: ${name} (${id}).`);
}

const NOTHING_TO_RESUME =
  'There is nothing to resume: no resume command was kept for this session. Its program is no agent that can be resumed, or it ended before a conversation began.';

function usedUpWords(spent: string, budget: string): string {
  return `is used up: the session and those it resumes have spent ${spent} of ${budget}. Set a higher one to resume.`;
}

/** All decimals that there are, two at least: "$0.999 of $1.00" must not read "$1.00 of $1.00". */
function usd(nanoUsd: number): string {
  const [whole = '0', fraction = ''] = String(nanoUsdToUsd(nanoUsd)).split('.');
  return `$${whole}.${fraction.padEnd(2, '0')}`;
}
