import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Clock } from '../format/clock.js';
import { formatUsd } from '../format/money.js';
import { formatMoment } from '../format/time.js';
import { ConfidenceBadge } from '../ui/confidence-badge.js';
import { Icon } from '../ui/icon.js';
import { activityOf } from './activity.js';
import { SessionRecords } from './session-records.js';

type Shown = 'all' | 'requests' | 'warnings';
/** Lines drawn at once; more on demand. */
const PAGE = 200;

/** What happened in a session, newest first: markers and what each request used. */
@Component({
  selector: 'fleet-activity-list',
  imports: [ConfidenceBadge, Icon, RouterLink],
  templateUrl: './activity-list.html',
  styleUrl: './activity-list.css',
})
export class ActivityList {
  private readonly records = inject(SessionRecords);
  private readonly clock = inject(Clock);

  protected readonly show = signal<Shown>('all');
  protected readonly limit = signal(PAGE);
  protected readonly all = computed(() => activityOf(this.records.markers(), this.records.usage(), this.records.agent()));
  protected readonly sessionId = this.records.sessionId;
  protected readonly uncounted = this.records.uncounted;
  protected readonly requests = computed(() => this.all().filter(({ kind }) => kind === 'request'));
  protected readonly warnings = computed(() => this.all().filter(({ tone }) => tone === 'warned' || tone === 'reached' || tone === 'failed'));
  protected readonly matching = computed(() => ({ all: this.all, requests: this.requests, warnings: this.warnings })[this.show()]());
  protected readonly shown = computed(() => this.matching().slice(0, this.limit()));
  protected readonly loaded = this.records.loaded;
  protected readonly failure = this.records.failure;
  protected readonly usd = formatUsd;

  protected time(at: string): string {
    return formatMoment(new Date(at), new Date(this.clock.now()));
  }

  protected more(): void {
    this.limit.update((limit) => limit + PAGE);
  }
}
