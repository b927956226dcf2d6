import { createLogger } from '@agents-fleet/platform';
import { describe, expect, it } from '@jest/globals';
import { reportSchema, type Fact, type ReportReply } from '../control/protocol.js';
import { SessionReports } from './session-reports.js';

const SESSION = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const GOING: ReportReply = { limit: 'armed', stopping: false, budgetNanoUsd: null, budgetTokens: null, askingTokens: 0 };
const idle: Fact = { kind: 'activity', activity: 'idle' };

function given() {
  const frames: Fact[][] = [];
  const ptyHost = {
    ask: (_method: string, parameters: unknown) => {
      frames.push(reportSchema.parse(parameters).facts);
      return Promise.resolve({ ok: true as const, data: GOING });
    },
  };
  return { frames, reports: new SessionReports(SESSION, ptyHost, { of: () => Promise.resolve(null) }, createLogger('spec', 'silent')) };
}

describe('the reports of a session', () => {
  it('leave out what an agent made up, and carry the rest', async () => {
    const { frames, reports } = given();
    const unsound: Fact = { kind: 'context', agentSessionId: null, model: 'm'.repeat(2_000_000), usedTokens: 1, windowTokens: 2 };
    expect(await reports.report([idle, unsound, { ...unsound, model: 'm' }])).toEqual(GOING);
    expect(frames).toEqual([[idle, { ...unsound, model: 'm' }]]);
  });

  it('ask how things stand also when nothing of them is left', async () => {
    const { frames, reports } = given();
    expect(await reports.report([{ kind: 'resumable', agentSessionId: '$(id)', command: 'claude' }])).toEqual(GOING);
    expect(frames).toEqual([[]]);
  });

  it('go in frames of a bounded size, in order', async () => {
    const { frames, reports } = given();
    const facts = Array.from({ length: 450 }, (_, i): Fact => ({ kind: 'context', agentSessionId: null, model: null, usedTokens: i, windowTokens: 1_000 }));
    await reports.report(facts);
    expect(frames.map(({ length }) => length)).toEqual([200, 200, 50]);
    expect(frames.flat()).toEqual(facts);
  });
});
