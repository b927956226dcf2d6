import { describe, expect, it } from '@jest/globals';
import { markerSchema } from '@agents-fleet/contracts';
import {
  aCostRecorded,
  aLimitChanged,
  aLimitReached,
  aLimitWarned,
  aProcessExited,
  aRecordGap,
  aResumableSession,
  aSessionEnded,
  aSessionStarted,
  aStopRequested,
} from '@agents-fleet/testing';
import { markerOf } from './markers.js';

describe('markerOf', () => {
  it.each([
    [aSessionStarted(), 'started', 'Started “make all” in /home/ada/engine, budget 2,000 tokens'],
    [
      aSessionStarted({ data: { command: null, budgetNanoUsd: 1_500_000_000 } }),
      'started',
      'Started a shell in /home/ada/engine, budget 2,000 tokens and $1.50',
    ],
    [
      aSessionStarted({ data: { carried: { countedTokens: 1_612, costNanoUsd: 30_468_000 } } }),
      'started',
      'Started “make all” in /home/ada/engine, budget 2,000 tokens; spent before: 1,612 tokens and $0.0304',
    ],
    [aResumableSession(), 'resumable', 'Can be resumed: claude --resume b0a7c0de-0000-4000-8000-000000000001'],
    [aSessionStarted({ data: { budgetTokens: null } }), 'started', 'Started “make all” in /home/ada/engine, without a budget'],
    [aLimitChanged(), 'budget_changed', 'Budget set to 4,000 tokens'],
    [aLimitChanged({ data: { budgetTokens: null } }), 'budget_changed', 'Budget removed'],
    [aLimitWarned(), 'budget_warned', '80 % of the budget used: 1,612 of 2,000 tokens'],
    [
      aLimitWarned({ data: { dimension: 'usd', budgetNanoUsd: 2_000_000_000, spentNanoUsd: 1_999_999_999 } }),
      'budget_warned',
      '99 % of the budget used: $1.99 of $2.00',
    ],
    [
      aLimitWarned({ data: { dimension: 'usd', budgetNanoUsd: 5_000_000, spentNanoUsd: 4_123_456 } }),
      'budget_warned',
      '82 % of the budget used: $0.004123 of $0.005',
    ],
    [aLimitReached(), 'budget_exceeded', 'Budget used up: 2,004 of 2,000 tokens'],
    [aStopRequested(), 'stop_requested', 'Stop requested'],
    [aStopRequested({ data: { force: true } }), 'stop_requested', 'Force stop requested'],
    [aStopRequested({ data: { enforcedBy: 'lease' } }), 'stop_requested', 'Stop requested by the runner’s own check of the budget'],
    [aStopRequested({ data: { enforcedBy: 'runner', reason: 'shutdown' } }), 'stop_requested', 'Stop requested by the runner: the runner was shut down'],
    [aProcessExited({ data: { exitCode: 3 } }), 'process_exit', 'Exited with code 3'],
    [aProcessExited({ data: { exitCode: null, signal: 'SIGKILL' } }), 'process_exit', 'Ended by SIGKILL'],
    [aRecordGap(), 'record_gap', '512 bytes of output were lost after chunk 2: the spool was full'],
    [aRecordGap({ data: { lostBytes: 1 } }), 'record_gap', '1 byte of output was lost after chunk 2: the spool was full'],
    [aRecordGap({ data: { lostBytes: null, why: 'a crash' } }), 'record_gap', 'Some output was lost after chunk 2: a crash'],
    [aSessionEnded(), 'ended', 'Ended: its command ended; no process left'],
    [
      aSessionEnded({ data: { stopReason: 'user', survivors: 1, stopDurationMs: 5_049 } }),
      'ended',
      'Ended in 5.0 s: stopped by a person; 1 process still alive',
    ],
    [aSessionEnded({ data: { survivors: 2 } }), 'ended', 'Ended: its command ended; 2 processes still alive'],
  ])('%#: %j', (event, type, summary) => {
    const marker = markerOf(event, 7);
    expect(marker).toMatchObject({ id: `${event.id}:${type}`, type, summary, streamSeq: 7, at: event.at });
    expect(markerSchema.safeParse(marker).success).toBe(true);
  });

  it('says nothing for what is no moment of a life', () => {
    expect(markerOf(aCostRecorded(), 1)).toBeNull();
  });

  it('keeps a long command short', () => {
    const summary = markerOf(aSessionStarted({ data: { command: `echo ${'x'.repeat(500)}\n\n  done` } }), 1)?.summary ?? '';
    expect(summary.length).toBeLessThan(160);
    expect(summary).toContain('…”');
  });
});
