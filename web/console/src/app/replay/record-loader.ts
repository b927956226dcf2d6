import { computed, inject, Injectable, signal } from '@angular/core';
import { type FramesQuery } from '@agents-fleet/contracts';
import { decodeFrames, type SnapshotFrame } from '@agents-fleet/wire';
import { FleetApi } from '../api/fleet-api.js';
import { readFailure, type Failure } from '../api/problem.js';
import { EarlyFrames, type FirstFrames } from './early-frames.js';
import { RecordTimeline } from './record-timeline.js';

/** The record of the session on screen: its timeline at once, its frames as they are wanted. One for each replay. */
@Injectable()
export class RecordLoader {
  private readonly api = inject(FleetApi);
  private readonly early = inject(EarlyFrames);
  private sessionId = '';
  /** Asked for before there was a terminal to paint them. */
  private first: FirstFrames | null = null;
  readonly timeline = signal<RecordTimeline | null>(null);
  /** Why there is no timeline, or not a newer one. */
  readonly timelineFailure = signal<Failure | null>(null);
  /** Why a moment could not be shown. */
  readonly framesFailure = signal<Failure | null>(null);
  readonly refreshing = signal(false);
  readonly failure = computed(() => this.timelineFailure() ?? this.framesFailure());

  /**
   * Begins with another session.
   * @param chunk of which the frames are asked for at once, for whoever wants them first; 0 for none
   */
  open(sessionId: string, chunk: number): void {
    this.close();
    this.sessionId = sessionId;
    if (chunk > 0) this.first = this.early.take(sessionId, chunk);
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

  /**
   * The screen of what was asked for first, when that has come without what is above it.
   * @returns `null` when it hasn't, or could not be had: then `frames` tells
   */
  async screen(chunk: number, signal: AbortSignal): Promise<SnapshotFrame | null> {
    const { first } = this;
    if (first?.chunk !== chunk) return null;
    signal.addEventListener('abort', () => first.controller.abort());
    const answer = await first.answer.catch(() => null);
    if (answer?.isScreenOnly !== true) return null;
    if (first === this.first) this.first = null;
    const [frame] = decodeFrames(answer.bytes);
    return frame?.kind === 'snapshot' ? frame : null;
  }

  async frames(query: FramesQuery, signal: AbortSignal): Promise<Uint8Array> {
    const { first } = this;
    this.first = null;
    if (first?.chunk === query.chunk && query.from === undefined) {
      signal.addEventListener('abort', () => first.controller.abort());
      const answer = await first.answer;
      if (!answer.isScreenOnly) return answer.bytes;
    } else first?.controller.abort();
    return (await this.api.frames(this.sessionId, query, signal)).bytes;
  }

  /** Breaks off what nobody has taken. */
  close(): void {
    this.first?.controller.abort();
    this.first = null;
  }

  failed(error: unknown): void {
    this.framesFailure.set(readFailure(error));
  }
}
