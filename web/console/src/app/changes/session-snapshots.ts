import { computed, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { type SessionSnapshot } from '@agents-fleet/contracts';
import { ChangesApi } from '../api/changes-api.js';
import { readFailure, type Failure } from '../api/problem.js';
import { Clock } from '../format/clock.js';
import { SessionsStore } from '../sessions/sessions-store.js';
import { FleetSocket } from '../socket/fleet-socket.js';
import { newestSnapshot } from './snapshot-words.js';

/** How often it is asked for the snapshot of a session that has just ended, and for how long. */
const ASK_EVERY_MS = 1_500;
const EXPECTED_WITHIN_MS = 120_000;

/** The snapshots of the session on screen, kept up to date. One for each session page. */
@Injectable()
export class SessionSnapshots {
  private readonly api = inject(ChangesApi);
  private readonly store = inject(SessionsStore);
  private readonly clock = inject(Clock);
  private readonly id = signal('');
  private seen: readonly [id: string, status: string | undefined] = ['', undefined];

  /** Oldest first. */
  readonly list = signal<readonly SessionSnapshot[]>([]);
  readonly loaded = signal(false);
  readonly failure = signal<Failure | null>(null);
  readonly taking = signal(false);
  readonly start = computed(() => this.list().find(({ phase }) => phase === 'start') ?? null);
  readonly newest = computed(() => newestSnapshot(this.list()));
  private readonly session = computed(() => this.store.get(this.id()));
  private readonly status = computed(() => this.session()?.status);
  /** Whether the snapshot of the end is still being taken. */
  readonly pending = computed(() => {
    const endedAt = this.session()?.endedAt;
    if (this.status() !== 'ended' || !this.loaded() || typeof endedAt !== 'string') return false;
    return !this.list().some(({ phase }) => phase === 'end') && this.clock.now() - Date.parse(endedAt) < EXPECTED_WITHIN_MS;
  });

  constructor() {
    inject(FleetSocket)
      .messages.pipe(takeUntilDestroyed())
      .subscribe((message) => {
        if (message.type === 'hello') void this.load(this.id());
      });
    effect(() => {
      const [id, status] = [this.id(), this.status()];
      const [idBefore, statusBefore] = this.seen;
      this.seen = [id, status];
      // A session that was just opened is being asked for already.
      if (id === idBefore && status !== statusBefore) untracked(() => void this.load(id));
    });
    effect((onCleanup) => {
      if (!this.pending()) return;
      const again = setInterval(() => void this.load(untracked(this.id)), ASK_EVERY_MS);
      onCleanup(() => clearInterval(again));
    });
  }

  async load(sessionId: string): Promise<void> {
    if (sessionId === '') return;
    if (sessionId !== this.id()) {
      this.id.set(sessionId);
      this.list.set([]);
      this.loaded.set(false);
    }
    try {
      const list = await this.api.snapshots(sessionId);
      if (sessionId !== this.id()) return;
      this.list.set(list);
      this.failure.set(null);
    } catch (error) {
      if (sessionId === this.id()) this.failure.set(readFailure(error));
    } finally {
      if (sessionId === this.id()) this.loaded.set(true);
    }
  }

  /** Asks anew for what is on screen. */
  async reload(): Promise<void> {
    await this.load(this.id());
  }

  /** Takes a snapshot now. @returns it @throws when it can't be taken */
  async take(): Promise<SessionSnapshot> {
    this.taking.set(true);
    try {
      const snapshot = await this.api.takeSnapshot(this.id());
      await this.reload();
      return snapshot;
    } finally {
      this.taking.set(false);
    }
  }
}
