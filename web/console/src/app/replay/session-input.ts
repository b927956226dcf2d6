import { inject, Injectable, signal } from '@angular/core';
import { FleetApi } from '../api/fleet-api.js';
import { readFailure, type Failure } from '../api/problem.js';

/** When somebody typed into the session on screen; never what. One for each replay. */
@Injectable()
export class SessionInput {
  private readonly api = inject(FleetApi);
  /** Milliseconds since the epoch, ascending. */
  readonly times = signal<readonly number[]>([]);
  readonly failure = signal<Failure | null>(null);
  private wanted = '';

  async load(sessionId: string): Promise<void> {
    this.wanted = sessionId;
    this.times.set([]);
    this.failure.set(null);
    try {
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<FleetApi['stdin']>> = await this.api.stdin(sessionId, cursor);
        if (sessionId !== this.wanted) return;
        this.times.update((times) => [...times, ...page.items.map(({ at }) => Date.parse(at))]);
        cursor = page.nextCursor;
      } while (cursor !== null);
    } catch (error) {
      this.failure.set(readFailure(error));
    }
  }
}
