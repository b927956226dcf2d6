import type { TokenClasses, UsageRecord } from '@agents-fleet/contracts';
import { estimateIncrease, NO_TOKENS } from '@agents-fleet/domain';
import type { StatusLine } from './status-line.js';

/** Characters that went in and out of a session so far. */
export interface Characters {
  input: number;
  output: number;
}

/** What has been turned into usage records. Immutable; each step gives the next state and at most one record. */
export interface MeterState {
  /** Records so far: numbers them. */
  readonly records: number;
  readonly estimated: Characters;
  readonly statusLine: StatusLine;
}

export interface Metered {
  state: MeterState;
  /** `null` when nothing was used since the last record. */
  record: UsageRecord | null;
}

const NOTHING_SAID: StatusLine = { inputTokens: 0, outputTokens: 0, costNanoUsd: 0 };

export function newMeter(): MeterState {
  return { records: 0, estimated: { input: 0, output: 0 }, statusLine: NOTHING_SAID };
}

/** Leaves out the characters up to now: somebody knows better what they stood for. */
export function skipCharacters(state: MeterState, now: Characters): MeterState {
  return { ...state, estimated: { ...now } };
}

/** The usage that the characters since the last estimate stand for. Over a session, the sum is the estimate of the sums. */
export function meterCharacters(state: MeterState, sessionId: string, now: Characters): Metered {
  const tokens = {
    ...NO_TOKENS,
    input: estimateIncrease(state.estimated.input, now.input),
    output: estimateIncrease(state.estimated.output, now.output),
  };
  if (tokens.input === 0 && tokens.output === 0) return { state, record: null };
  return withRecord({ ...state, estimated: { ...now } }, sessionId, 'estimate', tokens, null);
}

/**
 * The usage that a status line adds to the one before. Its figures are totals of one agent run: when any of them
 * went down, another run has begun, and all that it says is new.
 */
export function meterStatusLine(state: MeterState, sessionId: string, line: StatusLine): Metered {
  const { statusLine: last } = state;
  const anotherRun =
    line.inputTokens < last.inputTokens || line.outputTokens < last.outputTokens || line.costNanoUsd < last.costNanoUsd;
  const before = anotherRun ? NOTHING_SAID : last;
  const tokens = {
    ...NO_TOKENS,
    input: line.inputTokens - before.inputTokens,
    output: line.outputTokens - before.outputTokens,
  };
  const cost = line.costNanoUsd - before.costNanoUsd;
  const next = { ...state, statusLine: line };
  if (tokens.input === 0 && tokens.output === 0 && cost === 0) return { state: next, record: null };
  return withRecord(next, sessionId, 'statusline', tokens, cost);
}

function withRecord(
  state: MeterState,
  sessionId: string,
  source: 'estimate' | 'statusline',
  tokens: TokenClasses,
  reportedCostNanoUsd: number | null,
): Metered {
  const records = state.records + 1;
  return {
    state: { ...state, records },
    record: {
      usageId: `${sessionId}:u:${records}`,
      requestId: null,
      source,
      partial: false,
      agentSessionId: null,
      model: null,
      serviceTier: null,
      tokens,
      reportedCostNanoUsd,
    },
  };
}
