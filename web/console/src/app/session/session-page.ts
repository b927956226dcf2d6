import { httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { sessionSchema } from '@agents-fleet/contracts';
import { readFailure } from '../api/problem.js';
import { SessionSnapshots } from '../changes/session-snapshots.js';
import { Clock } from '../format/clock.js';
import { baseName } from '../format/path.js';
import { formatDuration, formatMoment } from '../format/time.js';
import { reasonLabel, stopVerdict } from '../sessions/ending.js';
import { canResume } from '../sessions/resume-state.js';
import { isLive } from '../sessions/session-state.js';
import { SessionActions } from '../sessions/session-actions.js';
import { SessionsStore } from '../sessions/sessions-store.js';
import { Breadcrumbs } from '../shell/breadcrumbs.js';
import { PageTitle } from '../shell/page-title.js';
import { AgentLabel } from '../ui/agent-label.js';
import { CopyButton } from '../ui/copy-button.js';
import { Icon } from '../ui/icon.js';
import { StateBadge } from '../ui/state-badge.js';
import { ActivityList } from './activity-list.js';
import { SessionDials } from './session-dials.js';
import { SessionRecords } from './session-records.js';

/** One session: its figures, what can be done to it, and its tabs. */
@Component({
  selector: 'fleet-session-page',
  imports: [ActivityList, AgentLabel, CopyButton, Icon, RouterLink, RouterLinkActive, RouterOutlet, SessionDials, StateBadge],
  providers: [SessionRecords, SessionSnapshots],
  templateUrl: './session-page.html',
  styleUrl: './session-page.css',
})
export class SessionPage {
  /** From the route. */
  readonly id = input.required<string>();
  private readonly clock = inject(Clock);
  private readonly store = inject(SessionsStore);
  private readonly records = inject(SessionRecords);
  protected readonly snapshots = inject(SessionSnapshots);
  private readonly breadcrumbs = inject(Breadcrumbs);
  private readonly title = inject(PageTitle);
  protected readonly actions = inject(SessionActions);

  /** Whether the tab has the whole width: it brings panels of its own. */
  protected readonly wide = signal(false);
  protected readonly session = computed(() => this.store.get(this.id()));
  /** Asked for only when the list did not bring it: an old session, opened by its address. */
  private readonly fetched = httpResource(
    () => (this.store.loaded() && this.session() === undefined ? `/api/sessions/${this.id()}` : undefined),
    { parse: (answer) => sessionSchema.parse(answer) },
  );
  protected readonly failure = computed(() => {
    const error = this.fetched.error();
    if (this.session() !== undefined) return null;
    return error === undefined ? this.store.failure() : readFailure(error);
  });
  protected readonly live = computed(() => {
    const session = this.session();
    return session !== undefined && isLive(session);
  });
  protected readonly resumable = computed(() => {
    const session = this.session();
    return session !== undefined && canResume(session, this.store.get(session.resumedBy ?? ''));
  });
  protected readonly when = computed(() => {
    const session = this.session();
    if (session === undefined) return '';
    const verdict = stopVerdict(session);
    if (session.stopReason !== null && session.status === 'ended') return [reasonLabel(session.stopReason), verdict].filter((part) => part !== null).join(' · ');
    const now = this.clock.now();
    const started = Date.parse(session.startedAt);
    return `Started ${formatMoment(new Date(started), new Date(now))} · running ${formatDuration(now - started)}`;
  });

  constructor() {
    effect(() => {
      if (this.fetched.hasValue()) this.store.put(this.fetched.value());
    });
    effect(() => {
      const id = this.id();
      untracked(() => {
        void this.records.load(id);
        void this.snapshots.load(id);
      });
    });
    const heading = computed(() => this.session()?.name ?? 'Session');
    const repo = computed(() => this.session()?.repoPath);
    effect(() => {
      const path = repo();
      this.title.show(heading());
      this.breadcrumbs.crumbs.set([
        { label: 'Fleet', link: '/' },
        ...(path === undefined ? [] : [{ label: baseName(path), link: '/' }]),
        { label: heading() },
      ]);
    });
  }

  /** Another session of the chain: most have the same name, which would say nothing. */
  protected nameOf(id: string, own: string): string {
    const other = this.store.get(id);
    if (other === undefined) return 'another session';
    return other.name === own ? `the session of ${formatMoment(new Date(other.startedAt), new Date(this.clock.now()))}` : other.name;
  }

  protected retry(): void {
    this.fetched.reload();
    void this.store.refresh();
  }
}
