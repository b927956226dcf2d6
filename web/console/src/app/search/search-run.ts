import { inject, Injectable, signal } from '@angular/core';
import { MIN_SEARCH_LENGTH, type SearchHit } from '@agents-fleet/contracts';
import { FleetApi } from '../api/fleet-api.js';
import { readFailure, type Failure } from '../api/problem.js';

/** Wait for a pause in typing before the fleet is asked. */
const SEARCH_AFTER_MS = 250;
/** Longest text that is looked for, as the contract has it. */
export const MAX_SEARCH_LENGTH = 200;

/** Where a text is looked for; everywhere when nothing is said. */
export interface SearchScope {
  readonly sessionId?: string;
  readonly repo?: string;
}

/** `none`: nothing is looked for; `short`: too few characters to look for. */
export type SearchPhase = 'none' | 'short' | 'loading' | 'found' | 'failed';

/** One search at a time: a newer one takes the place of one that is under way. One for each place that searches. */
@Injectable()
export class SearchRun {
  private readonly api = inject(FleetApi);
  private controller = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private scope: SearchScope = {};
  private readonly cursor = signal<string | null>(null);
  /** What the hits are hits of. */
  readonly query = signal('');
  readonly phase = signal<SearchPhase>('none');
  readonly hits = signal<readonly SearchHit[]>([]);
  readonly failure = signal<Failure | null>(null);
  readonly loadingMore = signal(false);
  readonly hasMore = signal(false);

  /** Looks for a text once the person pauses. @param limit hits of a page */
  soon(text: string, scope: SearchScope, limit: number): void {
    const query = text.trim().slice(0, MAX_SEARCH_LENGTH);
    if (query === this.query() && sameScope(scope, this.scope) && this.phase() !== 'failed') return;
    this.stop();
    this.query.set(query);
    this.scope = scope;
    this.failure.set(null);
    if (query.length < MIN_SEARCH_LENGTH) {
      this.hits.set([]);
      this.hasMore.set(false);
      this.phase.set(query === '' ? 'none' : 'short');
      return;
    }
    this.phase.set('loading');
    this.timer = setTimeout(() => void this.page(null, limit), SEARCH_AFTER_MS);
  }

  /** Looks for the same once more, after a failure. */
  retry(limit: number): void {
    if (this.phase() === 'failed') this.phase.set('loading');
    void this.page(this.phase() === 'loading' ? null : this.cursor(), limit);
  }

  more(limit: number): void {
    if (!this.loadingMore()) void this.page(this.cursor(), limit);
  }

  /** Forgets what is under way. */
  stop(): void {
    clearTimeout(this.timer);
    this.controller.abort();
    this.controller = new AbortController();
    this.loadingMore.set(false);
  }

  private async page(cursor: string | null, limit: number): Promise<void> {
    const { signal: wanted } = this.controller;
    this.failure.set(null);
    this.loadingMore.set(cursor !== null);
    try {
      const page = await this.api.search({ q: this.query(), limit, ...this.scope, ...(cursor !== null && { cursor }) }, wanted);
      if (wanted.aborted) return;
      this.hits.update((hits) => (cursor === null ? page.items : [...hits, ...page.items]));
      this.cursor.set(page.nextCursor);
      this.hasMore.set(page.nextCursor !== null);
      this.phase.set('found');
    } catch (error) {
      if (wanted.aborted) return;
      this.failure.set(readFailure(error));
      // Hits that are here stay: only the next page is missing.
      if (cursor === null) this.phase.set('failed');
    } finally {
      if (!wanted.aborted) this.loadingMore.set(false);
    }
  }
}

function sameScope(one: SearchScope, other: SearchScope): boolean {
  return one.sessionId === other.sessionId && one.repo === other.repo;
}
