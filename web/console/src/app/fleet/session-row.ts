import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { type Session } from '@agents-fleet/contracts';
import { formatUsd } from '../format/money.js';
import { formatDuration } from '../format/time.js';
import { burnRate } from '../sessions/burn.js';
import { endingLine } from '../sessions/ending.js';
import { canResume } from '../sessions/resume-state.js';
import { isLive, sessionState } from '../sessions/session-state.js';
import { SessionActions } from '../sessions/session-actions.js';
import { SessionsStore } from '../sessions/sessions-store.js';
import { AgentLabel } from '../ui/agent-label.js';
import { BudgetMeter } from '../ui/budget-meter.js';
import { ConfidenceBadge } from '../ui/confidence-badge.js';
import { Icon } from '../ui/icon.js';
import { StateBadge } from '../ui/state-badge.js';
import { Selection } from './selection.js';

/** One session in the fleet: a row of a table, a card on a phone. */
@Component({
  // An attribute on <li>, so that the list stays a list for screen readers.
  selector: 'li[fleet-session-row]',
  imports: [AgentLabel, BudgetMeter, ConfidenceBadge, Icon, RouterLink, StateBadge],
  host: { '[class.selected]': 'selected()', '[attr.data-state]': 'state()' },
  templateUrl: './session-row.html',
  styleUrl: './session-row.css',
})
export class SessionRow {
  readonly session = input.required<Session>();
  /** Milliseconds since the epoch: ages and "idle" follow it. */
  readonly now = input.required<number>();
  private readonly store = inject(SessionsStore);
  protected readonly actions = inject(SessionActions);
  protected readonly selection = inject(Selection);
  protected readonly selected = computed(() => this.selection.has(this.session().id));
  protected readonly live = computed(() => isLive(this.session()));
  protected readonly state = computed(() => sessionState(this.session(), this.now()));
  protected readonly lastLine = computed(() => (this.live() ? this.session().lastLine : endingLine(this.session())));
  protected readonly age = computed(() => formatDuration(this.now() - Date.parse(this.session().startedAt)));
  protected readonly burn = computed(() => {
    const rate = this.live() ? burnRate(this.session(), this.now()) : null;
    return rate === null ? null : `${formatUsd(rate)}/min`;
  });
  protected readonly resumable = computed(() => canResume(this.session(), this.store.get(this.session().resumedBy ?? '')));
}
