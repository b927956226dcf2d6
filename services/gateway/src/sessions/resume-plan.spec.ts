import { describe, expect, it } from '@jest/globals';
import { type Session } from '@agents-fleet/contracts';
import { A_RUNNER_ID, A_SESSION_ID } from '@agents-fleet/testing';
import { newSession } from './new-session.js';
import { planResume } from './resume-plan.js';
import { ProblemError } from '../http/problem.js';

const RESUME = 'claude --resume 9b2f6f0e-0d3c-4f0e-8a53-5f0c6a1b2c3d';

function ended(changes: Partial<Session> = {}): Session {
  const command = {
    sessionId: A_SESSION_ID,
    kind: 'pty' as const,
    name: 'Fix the cart',
    command: 'claude --model opus',
    repoPath: '/home/ada/shop',
    budgetNanoUsd: 5_000_000_000,
    budgetTokens: null,
    cols: 140,
    rows: 40,
    resumeOf: null,
    carried: { costNanoUsd: 0, countedTokens: 0 },
    correlationId: 'c',
  };
  const session = newSession(command, A_RUNNER_ID, new Date(0));
  return { ...session, status: 'ended', agent: 'claude', resumeCommand: RESUME, costUsd: 0.82, tokens: { ...session.tokens, counted: 1_200 }, ...changes };
}

const alone = (session: Session) => ({ session, newest: session });

function refusal(run: () => unknown): { status: number; detail: string; fields: string[] } {
  try {
    run();
  } catch (error) {
    if (error instanceof ProblemError) return { status: error.status, detail: error.detail, fields: error.errors.map(({ field }) => field) };
    throw error;
  }
  throw new Error('it was not refused');
}

describe('planResume', () => {
  it('takes up the conversation in the same repo, on the same budget, of which the session has spent a part', () => {
    expect(planResume(alone(ended()), {})).toEqual({
      kind: 'pty',
      name: 'Fix the cart',
      command: RESUME,
      repoPath: '/home/ada/shop',
      budgetNanoUsd: 5_000_000_000,
      budgetTokens: null,
      cols: 140,
      rows: 40,
      resumeOf: A_SESSION_ID,
      carried: { costNanoUsd: 820_000_000, countedTokens: 1_200 },
    });
  });

  it('takes what is asked for: a name, a size, a budget; null removes one', () => {
    expect(planResume(alone(ended()), { name: 'Again', budgetUsd: null, budgetTokens: 9_000, cols: 80, rows: 24 })).toMatchObject({
      name: 'Again',
      budgetNanoUsd: null,
      budgetTokens: 9_000,
      cols: 80,
      rows: 24,
    });
  });

  it('given a session that resumed others itself, then their spend is carried on', () => {
    const session = ended({ carried: { costUsd: 1.1, countedTokens: 300 } });
    expect(planResume(alone(session), {}).carried).toEqual({ costNanoUsd: 1_920_000_000, countedTokens: 1_500 });
  });

  it('given one that was resumed before, then what came after it is carried, too: no budget begins anew', () => {
    const newest = ended({ id: '01K00000000000000000000009', carried: { costUsd: 0.82, countedTokens: 1_200 }, costUsd: 3 });
    expect(planResume({ session: ended(), newest }, {}).carried).toEqual({ costNanoUsd: 3_820_000_000, countedTokens: 2_400 });
  });

  it('refuses one that runs, and one that left nothing to resume', () => {
    expect(refusal(() => planResume(alone(ended({ status: 'running' })), {}))).toMatchObject({ status: 409, detail: expect.stringContaining('still running') });
    expect(refusal(() => planResume(alone(ended({ resumeCommand: null })), {}))).toMatchObject({ status: 409, detail: expect.stringContaining('nothing to resume') });
  });

  it('names the session that goes on already', () => {
    const newest = ended({ id: '01K00000000000000000000009', name: 'Fix on', status: 'running' });
    expect(refusal(() => planResume({ session: ended(), newest }, {})).detail).toContain('Fix on (01K00000000000000000000009)');
  });

  it('refuses a budget that is used up, says how much is spent, and takes a higher one in the same step', () => {
    const session = ended({ costUsd: 5, budgetTokens: 1_200 });
    const refused = refusal(() => planResume(alone(session), {}));
    expect(refused).toMatchObject({ status: 422, fields: ['budgetUsd', 'budgetTokens'] });
    expect(refused.detail).toContain('$5.00 of $5.00');
    expect(refused.detail).toContain('1200 of 1200 tokens');
    expect(refusal(() => planResume(alone(session), { budgetTokens: null })).fields).toEqual(['budgetUsd']);
    expect(planResume(alone(session), { budgetUsd: 8, budgetTokens: null })).toMatchObject({ budgetNanoUsd: 8_000_000_000 });
  });
});
