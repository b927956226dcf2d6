import { computed, inject, Injectable, signal } from '@angular/core';
import { type FramesQuery } from '@agents-fleet/contracts';
import { FleetApi } from '../api/fleet-api.js';
import { readFailure, type Failure } from '../api/problem.js';
import { RecordTimeline } from './record-timeline.js';

/** The record of the session on screen: its timeline at once, its frames as they are wanted. One for each replay. */
@Injectable()
export class RecordLoader {
  private readonly api = inject(FleetApi);
  private sessionId = '';
  readonly timeline = signal<RecordTimeline | null>(null);
  /** Why there is no timeline, or not a newer one. */
  readonly timelineFailure = signal<Failure | null>(null);
  /** Why a moment could not be shown. */
  readonly framesFailure = signal<Failure | null>(null);
  readonly refreshing = signal(false);
  readonly failure = computed(() => this.timelineFailure() ?? this.framesFailure());

  /** Begins with another session. */
  open(sessionId: string): void {
    this.sessionId = sessionId;
    this.timeline.set(null);
    this.framesFailure.set(null);
    void this.refresh();
  }

  /** Reads the timeline, again: a session that runs has printed more since. */
  async refresh(): Promise<void> {
    const { sessionId } = this;
    this.timelineFailure.set(null);
    this.refreshing.set(true);
    try {
      const timeline = new RecordTimeline(await this.api.timeline(sessionId));
      if (sessionId === this.sessionId) this.timeline.set(timeline);
    } catch (error) {
      if (sessionId === this.sessionId) this.timelineFailure.set(readFailure(error));
    } finally {
      if (sessionId === this.sessionId) this.refreshing.set(false);
    }
  }

  frames(query: FramesQuery, signal: AbortSignal): Promise<Uint8Array> {
    return this.api.frames(this.sessionId, query, signal);
  }

  failed(error: unknown): void {
    this.framesFailure.set(readFailure(error));
  }
}
