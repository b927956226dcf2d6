import { HttpClient } from '@angular/common/http';
import { computed, DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { markerPageSchema, type Marker, type UsageEntry } from '@agents-fleet/contracts';
import { firstValueFrom } from 'rxjs';
import { FleetApi } from '../api/fleet-api.js';
import { readFailure, type Failure } from '../api/problem.js';
import { SessionsStore } from '../sessions/sessions-store.js';
import { FleetSocket } from '../socket/fleet-socket.js';
import { countedUsage } from './counted-usage.js';

/** New usage comes with a session's delta; a busy one has many a second, so ask at most this often. */
const USAGE_EVERY_MS = 1500;

/** The markers and the usage of the session on screen, kept up to date. One for each session page. */
@Injectable()
export class SessionRecords {
  private readonly http = inject(HttpClient);
  private readonly api = inject(FleetApi);
  private readonly store = inject(SessionsStore);
  private readonly id = signal('');
  readonly sessionId = this.id.asReadonly();
  private markersById = new Map<string, Marker>();
  /** Usage up to the last full page is never read again; the page after it is. */
  private settledUsage: UsageEntry[] = [];
  private usageCursor: string | null = null;
  private usageTimer: ReturnType<typeof setTimeout> | undefined;

  private readonly markerList = signal<readonly Marker[]>([]);
  private readonly usageList = signal<readonly UsageEntry[]>([]);
  readonly markers = computed(() => this.markerList().toSorted((a, b) => a.at.localeCompare(b.at)));
  /** Usage that the session's figures count: each request once. */
  readonly usage = computed(() => countedUsage(this.usageList()));
  /** How many further reports there are of what is counted already. */
  readonly uncounted = computed(() => this.usageList().length - this.usage().length);
  readonly agent = computed(() => this.store.get(this.id())?.agent ?? 'shell');
  /** A better source changes what counts, in the pages that were read already, too. */
  private readonly usageSource = computed(() => this.store.get(this.id())?.usageSource ?? null);
  readonly loaded = signal(false);
  readonly failure = signal<Failure | null>(null);

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.usageTimer));
    effect(() => {
      this.usageSource();
      untracked(() => this.readUsageAnew());
    });
    inject(FleetSocket)
      .messages.pipe(takeUntilDestroyed())
      .subscribe((message) => {
        if (message.type === 'hello') void this.load(this.id());
        if (message.type === 'marker' && message.marker.sessionId === this.id()) this.addMarkers([message.marker]);
        if (message.type === 'session' && message.session.id === this.id()) this.usageSoon();
      });
  }

  /** Loads everything of a session; again after a lost connection. */
  async load(sessionId: string): Promise<void> {
    if (sessionId === '') return;
    if (sessionId !== this.id()) this.forget(sessionId);
    try {
      await Promise.all([this.loadMarkers(sessionId), this.loadUsage(sessionId)]);
      this.failure.set(null);
    } catch (error) {
      this.failure.set(readFailure(error));
    } finally {
      this.loaded.set(true);
    }
  }

  private forget(sessionId: string): void {
    this.id.set(sessionId);
    this.markersById = new Map();
    this.readUsageAnew();
    this.markerList.set([]);
    this.usageList.set([]);
    this.loaded.set(false);
  }

  private async loadMarkers(sessionId: string): Promise<void> {
    let cursor: string | null = null;
    do {
      const params: Record<string, string> = { limit: '1000', ...(cursor === null ? {} : { cursor }) };
      const page = markerPageSchema.parse(await firstValueFrom(this.http.get(`/api/sessions/${sessionId}/markers`, { params })));
      if (sessionId !== this.id()) return;
      this.addMarkers(page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
  }

  private addMarkers(markers: readonly Marker[]): void {
    for (const marker of markers) this.markersById.set(marker.id, marker);
    this.markerList.set([...this.markersById.values()]);
  }

  private async loadUsage(sessionId: string): Promise<void> {
    for (;;) {
      const cursor = this.usageCursor;
      const page = await this.api.usage(sessionId, cursor);
      // Another load may have got there first.
      if (sessionId !== this.id() || cursor !== this.usageCursor) return;
      this.usageList.set([...this.settledUsage, ...page.items]);
      if (page.nextCursor === null) return;
      this.settledUsage = [...this.settledUsage, ...page.items];
      this.usageCursor = page.nextCursor;
    }
  }

  /** What is on screen stays until the next answer. */
  private readUsageAnew(): void {
    this.settledUsage = [];
    this.usageCursor = null;
  }

  private usageSoon(): void {
    const sessionId = this.id();
    this.usageTimer ??= setTimeout(() => {
      this.usageTimer = undefined;
      this.loadUsage(sessionId).then(
        () => this.failure.set(null),
        (error: unknown) => this.failure.set(readFailure(error)),
      );
    }, USAGE_EVERY_MS);
  }
}
