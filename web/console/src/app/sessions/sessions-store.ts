import { computed, inject, Injectable, signal } from '@angular/core';
import { type Session } from '@agents-fleet/contracts';
import { FleetApi } from '../api/fleet-api.js';
import { readFailure, type Failure } from '../api/problem.js';
import { FleetSocket } from '../socket/fleet-socket.js';
import { mergeLists } from './merge-lists.js';
import { isLive } from './session-state.js';

const LIVE_PAGE = 200;
const ENDED_PAGE = 50;
/** Deltas of so many milliseconds are applied at once: a busy fleet sends hundreds a second. */
const APPLY_EVERY_MS = 50;

/** The sessions that this browser knows: every live one, the newest ended ones, and what was asked for. */
@Injectable({ providedIn: 'root' })
export class SessionsStore {
  private readonly api = inject(FleetApi);
  private readonly byId = signal<ReadonlyMap<string, Session>>(new Map());
  private readonly pending = new Map<string, Session>();
  /** What came since the lists were last asked for. */
  private readonly since = new Map<string, Session>();
  private applying: ReturnType<typeof setTimeout> | undefined;
  private readonly endedCursor = signal<string | null>(null);
  private endedQuery = '';

  readonly all = computed(() => [...this.byId().values()]);
  readonly live = computed(() => this.all().filter(isLive));
  readonly loaded = signal(false);
  readonly failure = signal<Failure | null>(null);
  readonly loadingMore = signal(false);
  readonly hasMoreEnded = computed(() => this.endedCursor() !== null);

  constructor() {
    const socket = inject(FleetSocket);
    socket.messages.subscribe((message) => {
      if (message.type === 'session') this.put(message.session);
      if (message.type === 'hello') void this.refresh();
    });
    // Without a connection, asking for the list says what is wrong.
    socket.refused.subscribe(() => void this.refresh());
  }

  get(id: string): Session | undefined {
    return this.byId().get(id);
  }

  /** Takes a session's newest state; applied together with others a moment later. */
  put(session: Session): void {
    this.pending.set(session.id, session);
    this.since.set(session.id, session);
    this.applying ??= setTimeout(() => this.apply(), APPLY_EVERY_MS);
  }

  /** Lists anew: after each connection, because deltas were missed while there was none. */
  async refresh(): Promise<void> {
    this.since.clear();
    try {
      const [live, ended] = await Promise.all([this.listLive(), this.listEnded()]);
      const kept = this.all().filter((session) => !isLive(session));
      this.byId.set(mergeLists({ kept, listed: [...ended.items, ...live], since: [...this.since.values()] }));
      this.endedCursor.set(ended.nextCursor);
      this.failure.set(null);
      this.loaded.set(true);
    } catch (error) {
      this.failure.set(readFailure(error));
    }
  }

  /** The next page of ended sessions. */
  async moreEnded(): Promise<void> {
    const cursor = this.endedCursor();
    if (cursor === null || this.loadingMore()) return;
    await this.addEnded(cursor);
  }

  /** Asks for ended sessions with `text` in them, when not all are here already. */
  async searchEnded(text: string): Promise<void> {
    const query = text.trim();
    if (query === this.endedQuery) return;
    if (query.startsWith(this.endedQuery) && !this.hasMoreEnded()) return;
    this.endedQuery = query;
    await this.addEnded(null);
  }

  private async addEnded(cursor: string | null): Promise<void> {
    this.loadingMore.set(true);
    try {
      const page = await this.listEnded(cursor);
      for (const session of page.items) this.put(session);
      this.endedCursor.set(page.nextCursor);
      this.failure.set(null);
    } catch (error) {
      this.failure.set(readFailure(error));
    } finally {
      this.loadingMore.set(false);
    }
  }

  private listEnded(cursor: string | null = null) {
    return this.api.sessions({
      status: 'ended',
      limit: ENDED_PAGE,
      ...(cursor === null ? {} : { cursor }),
      ...(this.endedQuery === '' ? {} : { q: this.endedQuery }),
    });
  }

  private async listLive(): Promise<Session[]> {
    const items: Session[] = [];
    let cursor: string | null = null;
    do {
      const page = await this.api.sessions({ status: 'live', limit: LIVE_PAGE, ...(cursor === null ? {} : { cursor }) });
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return items;
  }

  private apply(): void {
    this.applying = undefined;
    this.byId.update((known) => new Map([...known, ...this.pending]));
    this.pending.clear();
  }
}
