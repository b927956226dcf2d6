import { Component, computed, inject, input, signal } from '@angular/core';
import { Clock } from '../format/clock.js';
import { formatUsd } from '../format/money.js';
import { burnRate } from '../sessions/burn.js';
import { type RepoGroup } from '../sessions/repo-groups.js';
import { isLive } from '../sessions/session-state.js';
import { ConfidenceBadge } from '../ui/confidence-badge.js';
import { Icon } from '../ui/icon.js';
import { SessionRow } from './session-row.js';

/** One repo and its sessions; can be folded. */
@Component({
  selector: 'fleet-repo-section',
  imports: [ConfidenceBadge, Icon, SessionRow],
  template: `
    <section [attr.aria-label]="group().name">
      <header [class.folded]="!open()">
        <button type="button" [attr.aria-expanded]="open()" [attr.aria-label]="(open() ? 'Fold ' : 'Unfold ') + group().name" (click)="open.set(!open())">
          <fleet-icon [name]="open() ? 'down' : 'right'" />
        </button>
        <h2 class="cut">{{ group().name }}</h2>
        <span class="path mono cut hide-md">{{ group().path }}</span>
        <span class="sums">@if (burn(); as rate) { <span class="num hide-xs">{{ rate }}</span> }<span class="hide-xs"><b class="num">{{ group().live }}</b> of <b class="num">{{ group().sessions.length }}</b> running</span><span class="sum"><b class="num">{{ cost(group().costUsd) }}</b><fleet-confidence compact [figure]="group()" /></span></span>
      </header>
      @if (open()) {
        <ul>
          @for (session of group().sessions; track session.id) {
            <li fleet-session-row [session]="session" [now]="clock.now()" [attr.data-id]="session.id"></li>
          }
        </ul>
      }
    </section>
  `,
  styles: `
    section { border-radius: var(--r-4); background: var(--surface); box-shadow: var(--e-0), var(--e-1); }
    header { display: flex; align-items: center; gap: var(--s-2); height: 38px; padding: 0 var(--s-4); border-bottom: 1px solid var(--line); color: var(--ink-3); font-size: var(--t-12); }
    header.folded { border-bottom: 0; }
    button { display: grid; place-items: center; width: 24px; height: 24px; margin-left: -5px; border-radius: var(--r-1); }
    button:hover { background: var(--surface-3); color: var(--ink); }
    h2 { color: var(--ink); font-size: var(--t-13); font-weight: var(--w-semi); letter-spacing: var(--track-tight); }
    .path { font-size: var(--t-11); }
    .sums { display: flex; gap: var(--s-4); margin-left: auto; white-space: nowrap; }
    .sum { display: inline-flex; align-items: center; gap: 6px; }
    b { color: var(--ink-2); font-weight: var(--w-medium); }
    @media (max-width: 720px) { header { height: 40px; padding: 0 var(--s-3); } }
  `,
})
export class RepoSection {
  readonly group = input.required<RepoGroup>();
  protected readonly clock = inject(Clock);
  protected readonly open = signal(true);
  protected readonly cost = formatUsd;
  protected readonly burn = computed(() => {
    const rate = this.group().sessions.filter(isLive).reduce((sum, session) => sum + (burnRate(session, this.clock.now()) ?? 0), 0);
    return rate === 0 ? null : `${formatUsd(rate)}/min`;
  });
}
