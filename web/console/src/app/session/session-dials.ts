import { Component, computed, inject, input } from '@angular/core';
import { type Session } from '@agents-fleet/contracts';
import { Clock } from '../format/clock.js';
import { formatUsd } from '../format/money.js';
import { formatDuration, formatMoment } from '../format/time.js';
import { formatCount, formatTokens } from '../format/tokens.js';
import { budgetUse, chainSpend } from '../sessions/budget-use.js';
import { averageRate, burnRate, costBySlot, timeToBudget, tokenBurn } from '../sessions/burn.js';
import { carriedWords } from '../sessions/carried-words.js';
import { isLive } from '../sessions/session-state.js';
import { ConfidenceBadge } from '../ui/confidence-badge.js';
import { Icon } from '../ui/icon.js';
import { MeterTrack } from '../ui/meter-track.js';
import { Sparkline } from '../ui/sparkline.js';
import { SessionRecords } from './session-records.js';
import { TokenBreakdown } from './token-breakdown.js';

const SPARK_SPAN_MS = 30 * 60_000;
const SPARK_SLOTS = 22;

/** The figures of a session in one strip. */
@Component({
  selector: 'fleet-session-dials',
  imports: [ConfidenceBadge, Icon, MeterTrack, Sparkline, TokenBreakdown],
  templateUrl: './session-dials.html',
  styleUrl: './session-dials.css',
})
export class SessionDials {
  readonly session = input.required<Session>();
  private readonly clock = inject(Clock);
  private readonly records = inject(SessionRecords);
  protected readonly live = computed(() => isLive(this.session()));
  protected readonly use = computed(() => budgetUse(this.session()));
  private readonly spend = computed(() => chainSpend(this.session()));
  protected readonly before = computed(() => carriedWords(this.session()));
  protected readonly cost = computed(() => formatUsd(this.spend().costUsd));
  protected readonly budgetUsd = computed(() => optional(this.session().budgetUsd, formatUsd));
  protected readonly budgetTokens = computed(() => optional(this.session().budgetTokens, formatTokens));
  protected readonly counted = computed(() => formatTokens(this.spend().countedTokens));
  private readonly rate = computed(() => burnRate(this.session(), this.clock.now()));
  protected readonly burn = computed(() => optional(this.rate(), perMinute));
  protected readonly average = computed(() => optional(averageRate(this.session()), perMinute));
  protected readonly spark = computed(() => {
    const { startedAt, endedAt } = this.session();
    const end = endedAt === null ? this.clock.now() : Date.parse(endedAt);
    const span = this.live() ? SPARK_SPAN_MS : Math.max(1, end - Date.parse(startedAt));
    return costBySlot(this.records.usage(), end, span, SPARK_SLOTS);
  });
  /** At the present pace; `null` without a budget, and when nothing was spent of late. */
  protected readonly timeLeft = computed(() => {
    const session = this.session();
    const rates = { usd: this.rate(), tokens: tokenBurn(session, this.records.usage(), this.clock.now()) };
    const left = timeToBudget(session, rates);
    if (left === null) return null;
    const both = session.budgetUsd !== null && session.budgetTokens !== null;
    const what = !both ? 'at this rate' : left.budget === 'usd' ? `to ${this.budgetUsd()}` : `to ${this.budgetTokens()} tok`;
    return { time: formatDuration(left.ms), what };
  });
  protected readonly context = computed(() => {
    const { context } = this.session();
    if (context === null) return null;
    const percent = Math.floor((context.usedTokens / context.windowTokens) * 100);
    const title = `${formatCount(context.usedTokens)} of ${formatCount(context.windowTokens)} tokens at the newest request`;
    return { percent, shown: Math.min(100, percent), window: formatTokens(context.windowTokens), title };
  });
  protected readonly ended = computed(() => {
    const { startedAt, endedAt } = this.session();
    if (endedAt === null) return null;
    const at = new Date(endedAt);
    return { at: formatMoment(at, new Date(this.clock.now())), after: formatDuration(at.getTime() - Date.parse(startedAt)) };
  });
  protected readonly models = computed(() => this.session().models.join(', '));
}

function perMinute(usd: number): string {
  return `${formatUsd(usd)}/min`;
}

function optional<Value>(value: Value | null, format: (value: Value) => string): string | null {
  return value === null ? null : format(value);
}
