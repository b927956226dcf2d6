import type { EventOf, StopReason } from '@agents-fleet/contracts';
import { budgetWords, count, money, plural, wholePercent } from './words.js';

/** Longest command shown in a summary, in characters. */
const MAX_COMMAND = 80;

export function startedSummary({ command, repoPath, carried, ...budget }: EventOf<'session.started'>['data']): string {
  const what = command === null ? 'a shell' : `“${shorten(command)}”`;
  const limit = budgetWords(budget);
  const before = budgetWords({ budgetTokens: carried.countedTokens || null, budgetNanoUsd: carried.costNanoUsd || null });
  const spent = before === null ? '' : `; spent before: ${before}`;
  return `Started ${what} in ${repoPath}, ${limit === null ? 'without a budget' : `budget ${limit}`}${spent}`;
}

export function budgetChangedSummary(data: EventOf<'limit.changed'>['data']): string {
  const limit = budgetWords(data);
  return limit === null ? 'Budget removed' : `Budget set to ${limit}`;
}

export function budgetWarnedSummary(data: EventOf<'limit.warned'>['data']): string {
  const { percent, spent } = crossing(data);
  return `${percent} % of the budget used: ${spent}`;
}

export function budgetExceededSummary(data: EventOf<'limit.reached'>['data']): string {
  return `Budget used up: ${crossing(data).spent}`;
}

export function stopRequestedSummary({ reason, force, enforcedBy }: EventOf<'session.stop_requested'>['data']): string {
  const by = {
    person: '',
    budget: ' by the budget',
    lease: ' by the runner’s own check of the budget',
    runner: ` by the runner: ${REASONS[reason]}`,
  };
  return `${force ? 'Force stop' : 'Stop'} requested${by[enforcedBy]}`;
}

export function processExitSummary({ exitCode, signal }: EventOf<'session.process_exited'>['data']): string {
  return signal === null ? `Exited with code ${exitCode ?? 'unknown'}` : `Ended by ${signal}`;
}

export function recordGapSummary({ afterChunk, lostBytes, why }: EventOf<'session.record_gap'>['data']): string {
  const lost = lostBytes === null ? 'Some output was' : `${plural(lostBytes, 'byte')} of output ${lostBytes === 1 ? 'was' : 'were'}`;
  return `${lost} lost after chunk ${count(afterChunk)}: ${why}`;
}

export function resumableSummary({ command }: EventOf<'session.resumable'>['data']): string {
  return `Can be resumed: ${shorten(command)}`;
}

export function resumeTitle({ command }: Pick<EventOf<'session.resumable'>['data'], 'command'>): string {
  return `Resume with “${shorten(command)}”`;
}

export function endedSummary({ stopReason, survivors, stopDurationMs }: EventOf<'session.ended'>['data']): string {
  const took = stopDurationMs === null ? '' : ` in ${(stopDurationMs / 1_000).toFixed(1)} s`;
  const left = survivors === 0 ? 'no process left' : `${count(survivors)} ${survivors === 1 ? 'process' : 'processes'} still alive`;
  return `Ended${took}: ${REASONS[stopReason]}; ${left}`;
}

const REASONS: Readonly<Record<StopReason, string>> = {
  user: 'stopped by a person',
  budget_exceeded: 'budget used up',
  idle_timeout: 'idle for too long',
  exited: 'its command ended',
  crash_recovery: 'its runner had crashed',
  shutdown: 'the runner was shut down',
};

function crossing(data: EventOf<'limit.reached'>['data']): { percent: number; spent: string } {
  if (data.dimension === 'tokens') {
    const budget = data.budgetTokens ?? 0;
    return { percent: wholePercent(data.spentTokens, budget), spent: `${count(data.spentTokens)} of ${plural(budget, 'token')}` };
  }
  const budget = data.budgetNanoUsd ?? 0;
  return { percent: wholePercent(data.spentNanoUsd, budget), spent: `${money(data.spentNanoUsd)} of ${money(budget)}` };
}

function shorten(command: string): string {
  const line = command.replace(/\s+/g, ' ').trim();
  return line.length <= MAX_COMMAND ? line : `${line.slice(0, MAX_COMMAND - 1)}…`;
}
