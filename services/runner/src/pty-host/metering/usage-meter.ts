import type { TokenClasses, UsageRecord } from '@agents-fleet/contracts';
import { estimateIncrease, NO_TOKENS } from '@agents-fleet/domain';
import { increaseOf, NOTHING_SAID, NOTHING_UNRECORDED, sumOf, withIncrease, type UnrecordedLines } from './status-line-increase.js';
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
  /** The newest one. */
  readonly statusLine: StatusLine;
  /** What status lines have added since that was last taken. */
  readonly unrecorded: UnrecordedLines;
}

export interface Metered {
  state: MeterState;
  /** `null` when nothing was used since the last record. */
  record: UsageRecord | null;
}

export function newMeter(): MeterState {
  return { records: 0, estimated: { input: 0, output: 0 }, statusLine: NOTHING_SAID, unrecorded: NOTHING_UNRECORDED };
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
 * Adds what a status line says more than the one before.
 * @returns `record`: the sum that it is now part of, under one `usageId` until `takeStatusLines`; `null` when the line
 * says nothing new
 */
export function addStatusLine(state: MeterState, sessionId: string, line: StatusLine): Metered {
  const next = { ...state, statusLine: line };
  const increase = increaseOf(state.statusLine, line);
  const sum = sumOf(increase);
  if (sum === null) return { state: next, record: null };
  const known = state.unrecorded[sum];
  const added =
    known === null
      ? withRecord(next, sessionId, 'statusline', increase.tokens, increase.costNanoUsd)
      : { state: next, record: withIncrease(known, increase) };
  return { state: { ...added.state, unrecorded: { ...state.unrecorded, [sum]: added.record } }, record: added.record };
}

/** What status lines have added since the last time, to be recorded: two records at most, however many lines there were. */
export function takeStatusLines(state: MeterState): { state: MeterState; records: UsageRecord[] } {
  const { withTokens, dollarsAlone } = state.unrecorded;
  const records = [withTokens, dollarsAlone].filter((record) => record !== null);
  return records.length === 0 ? { state, records } : { state: { ...state, unrecorded: NOTHING_UNRECORDED }, records };
}

function withRecord(
  state: MeterState,
  sessionId: string,
  source: 'estimate' | 'statusline',
  tokens: TokenClasses,
  reportedCostNanoUsd: number | null,
): { state: MeterState; record: UsageRecord } {
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
