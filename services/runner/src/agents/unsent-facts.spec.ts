import { createLogger } from '@agents-fleet/platform';
import { describe, expect, it } from '@jest/globals';
import type { Fact, ReportReply } from '../control/protocol.js';
import { ReportLostError } from './agent-adapter.js';
import { UnsentFacts } from './unsent-facts.js';

const GOING: ReportReply = { limit: 'armed', stopping: false, budgetNanoUsd: null, budgetTokens: null, askingTokens: 0 };
const fact = (activity: 'working' | 'idle'): Fact => ({ kind: 'activity', activity });

function given() {
  const arrived: Fact[] = [];
  const line = { isUp: true, saves: 0 };
  const reporter = {
    report: (facts: readonly Fact[]) => {
      if (!line.isUp) return Promise.reject(new ReportLostError('away'));
      arrived.push(...facts);
      return Promise.resolve(GOING);
    },
    save: () => { line.saves++; },
  };
  return { arrived, line, unsent: new UnsentFacts(reporter, createLogger('spec', 'silent'), 'S') };
}

describe('UnsentFacts', () => {
  it('sends again, in order, what did not arrive', async () => {
    const { arrived, line, unsent } = given();
    line.isUp = false;
    unsent.see([fact('working')]);
    unsent.see([fact('idle')]);
    await unsent.settled();
    expect(arrived).toEqual([]);
    line.isUp = true;
    unsent.see([]);
    await unsent.settled();
    expect(arrived).toEqual([fact('working'), fact('idle')]);
    expect(line.saves).toBe(1);
  });

  it('answers an attempt with what was said last, and loses nothing of one that fails', async () => {
    const { arrived, line, unsent } = given();
    line.isUp = false;
    expect(await unsent.attempt([fact('working')])).toBeNull();
    line.isUp = true;
    expect(await unsent.attempt([])).toEqual(GOING);
    line.isUp = false;
    expect(await unsent.attempt([fact('idle')])).toEqual(GOING);
    expect(arrived).toEqual([fact('working')]);
  });

  it('tells who waits for a report that it is lost', async () => {
    const { line, unsent } = given();
    line.isUp = false;
    await expect(unsent.report([fact('idle')])).rejects.toThrow(ReportLostError);
  });
});
