import { Component, computed, inject, input } from '@angular/core';
import { type Session } from '@agents-fleet/contracts';
import { Clock } from '../format/clock.js';
import { formatUsd } from '../format/money.js';
import { formatDuration, formatMoment } from '../format/time.js';
import { formatTokens } from '../format/tokens.js';
import { budgetLeft, budgetUse } from '../sessions/budget-use.js';
import { averageBurn, costBySlot, timeToSpend } from '../sessions/burn.js';
import { isLive } from '../sessions/session-state.js';
import { ConfidenceBadge } from '../ui/confidence-badge.js';
import { Icon } from '../ui/icon.js';
import { MeterTrack } from '../ui/meter-track.js';
import { Sparkline } from '../ui/sparkline.js';
import { SessionRecords } from './session-records.js';

const SPARK_SPAN_MS = 30 * 60_000;
const SPARK_SLOTS = 22;

/** The figures of a session in one strip. */
@Component({
  selector: 'fleet-session-dials',
  imports: [ConfidenceBadge, Icon, MeterTrack, Sparkline],
  templateUrl: './session-dials.html',
  styleUrl: './session-dials.css',
})
export class SessionDials {
  readonly session = input.required<Session>();
  private readonly clock = inject(Clock);
  private readonly records = inject(SessionRecords);
  protected readonly live = computed(() => isLive(this.session()));
  protected readonly use = computed(() => budgetUse(this.session()));
  protected readonly cost = computed(() => formatUsd(this.session().costUsd));
  protected readonly budgetUsd = computed(() => optional(this.session().budgetUsd, formatUsd));
  protected readonly budgetTokens = computed(() => optional(this.session().budgetTokens, formatTokens));
  protected readonly counted = computed(() => formatTokens(this.session().tokens.counted));
  protected readonly total = computed(() => formatTokens(this.session().tokens.total));
  protected readonly tokenClasses = computed(() => {
    const { input, cacheRead, cacheWrite, output } = this.session().tokens;
    const rows = [
      { label: 'in', count: input, always: true },
      { label: 'cached', count: cacheRead, always: false },
      { label: 'to cache', count: cacheWrite, always: false },
      { label: 'out', count: output, always: true },
    ];
    return rows.filter(({ count, always }) => always || count > 0).map(({ label, count }) => ({ label, count: formatTokens(count) }));
  });
  private readonly perHour = computed(() => averageBurn(this.session(), this.clock.now()));
  protected readonly burn = computed(() => optional(this.perHour(), (perHour) => `${formatUsd(perHour)}/h`));
  protected readonly spark = computed(() => {
    const { startedAt, endedAt } = this.session();
    const end = endedAt === null ? this.clock.now() : Date.parse(endedAt);
    const span = this.live() ? SPARK_SPAN_MS : Math.max(1, end - Date.parse(startedAt));
    return costBySlot(this.records.usage(), end, span, SPARK_SLOTS);
  });
  /** At the average rate; `null` when there is no budget in USD or no rate yet. */
  protected readonly timeLeft = computed(() => {
    const left = budgetLeft(this.session()).usd;
    const perHour = this.perHour();
    return left === null || perHour === null ? null : formatDuration(timeToSpend(left, perHour));
  });
  protected readonly ended = computed(() => {
    const { startedAt, endedAt } = this.session();
    if (endedAt === null) return null;
    const at = new Date(endedAt);
    return { at: formatMoment(at, new Date(this.clock.now())), after: formatDuration(at.getTime() - Date.parse(startedAt)) };
  });
  protected readonly models = computed(() => this.session().models.join(', '));
}

function optional<Value>(value: Value | null, format: (value: Value) => string): string | null {
  return value === null ? null : format(value);
}
