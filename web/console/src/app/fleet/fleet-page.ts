import { Component, computed, effect, type ElementRef, inject, untracked, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Clock } from '../format/clock.js';
import { formatUsd } from '../format/money.js';
import { burnRate } from '../sessions/burn.js';
import { budgetUse } from '../sessions/budget-use.js';
import { worstConfidence } from '../sessions/figure-source.js';
import { FilteredSessions } from '../sessions/filtered-sessions.js';
import { SessionFilterBar } from '../sessions/session-filter-bar.js';
import { isLive, needsPerson, sessionState, type SessionState } from '../sessions/session-state.js';
import { groupByRepo } from '../sessions/repo-groups.js';
import { SessionActions } from '../sessions/session-actions.js';
import { SessionsStore } from '../sessions/sessions-store.js';
import { Breadcrumbs } from '../shell/breadcrumbs.js';
import { FleetSocket } from '../socket/fleet-socket.js';
import { ConfidenceBadge } from '../ui/confidence-badge.js';
import { Icon } from '../ui/icon.js';
import { BulkBar } from './bulk-bar.js';
import { FleetEmpty } from './fleet-empty.js';
import { fleetKey } from './fleet-keys.js';
import { RepoSection } from './repo-section.js';
import { Selection } from './selection.js';

/** Wait for a pause in typing before asking the gateway for older sessions. */
const SEARCH_AFTER_MS = 250;
/** Chips of these are shown even at zero; the others only when there is something behind them. */
const ALWAYS_SHOWN: readonly SessionState[] = ['working', 'idle', 'ended'];

/** Every session: what runs, what it costs, what needs a person. */
@Component({
  selector: 'fleet-fleet-page',
  imports: [BulkBar, ConfidenceBadge, FleetEmpty, Icon, RepoSection, RouterLink, SessionFilterBar],
  providers: [Selection],
  host: { '(document:keydown)': 'keydown($event)' },
  templateUrl: './fleet-page.html',
  styleUrl: './fleet-page.css',
})
export class FleetPage {
  private readonly clock = inject(Clock);
  private readonly router = inject(Router);
  private readonly actions = inject(SessionActions);
  private readonly filter = viewChild(SessionFilterBar);
  private readonly list = viewChild<ElementRef<HTMLElement>>('list');
  protected readonly store = inject(SessionsStore);
  protected readonly socket = inject(FleetSocket);
  protected readonly selection = inject(Selection);

  protected readonly filtered = new FilteredSessions(this.store.all, this.clock.now, ALWAYS_SHOWN);
  protected readonly groups = computed(() => groupByRepo(this.filtered.shown()));
  protected readonly working = computed(() => this.store.live().filter((session) => sessionState(session, this.clock.now()) === 'working').length);
  protected readonly needing = computed(() => this.store.live().filter(needsPerson).length);
  protected readonly past80 = computed(() => this.store.live().filter((session) => budgetUse(session).level === 'warned').length);
  protected readonly burning = computed(() => {
    const rate = this.store.live().reduce((sum, session) => sum + (burnRate(session, this.clock.now()) ?? 0), 0);
    return rate === 0 ? null : formatUsd(rate);
  });
  protected readonly confidence = computed(() => worstConfidence(this.store.live().filter((session) => burnRate(session, this.clock.now()) !== null)));
  protected readonly selected = computed(() => this.store.all().filter(({ id }) => this.selection.has(id)));

  constructor() {
    inject(Breadcrumbs).crumbs.set([{ label: 'Fleet' }]);
    effect((onCleanup) => {
      const text = this.filtered.text();
      const timer = setTimeout(() => untracked(() => void this.store.searchEnded(text)), SEARCH_AFTER_MS);
      onCleanup(() => clearTimeout(timer));
    });
  }

  protected stopAll(): void {
    void this.actions.stopMany(this.store.live());
  }

  protected keydown(event: KeyboardEvent): void {
    const action = fleetKey(event);
    if (action === null) return;
    if (action === 'leave-filter') return this.filter()?.leave(event);
    event.preventDefault();
    if (action === 'filter') this.filter()?.focus();
    else if (action === 'new') void this.router.navigateByUrl('/new');
    else if (action === 'next' || action === 'previous') this.moveFocus(action === 'next' ? 1 : -1);
    else if (action === 'select') this.selectFocused();
    else this.selection.clear();
  }

  private moveFocus(step: 1 | -1): void {
    const links = [...(this.list()?.nativeElement.querySelectorAll<HTMLElement>('a.name') ?? [])];
    const row = document.activeElement?.closest('li');
    const current = links.findIndex((link) => link.closest('li') === row);
    const next = current === -1 ? (step === 1 ? 0 : links.length - 1) : current + step;
    links[Math.min(Math.max(next, 0), links.length - 1)]?.focus();
  }

  private selectFocused(): void {
    const id = document.activeElement?.closest<HTMLElement>('li[data-id]')?.dataset['id'];
    if (id !== undefined) this.selection.toggle(id);
  }

  protected stopSelected(): void {
    const stoppable = this.selected().filter(isLive);
    void this.actions.stopMany(stoppable).then(() => this.selection.clear());
  }
}
