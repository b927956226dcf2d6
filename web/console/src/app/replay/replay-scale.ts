import { computed, type Signal } from '@angular/core';
import { type Marker, type Session, type UsageEntry } from '@agents-fleet/contracts';
import { inputBursts } from './input-bursts.js';
import { spentCurve, spentUntil, spentWords } from './spent-curve.js';

/** What a session's timeline is made of. Times are in milliseconds: since the epoch, or from the start where it is said. */
export interface ScaleSources {
  readonly session: Signal<Session | undefined>;
  readonly usage: Signal<readonly UsageEntry[]>;
  readonly markers: Signal<readonly Marker[]>;
  /** When somebody typed. */
  readonly typed: Signal<readonly number[]>;
  /** From the start: when what is searched for was on screen. */
  readonly hits: Signal<readonly number[]>;
  readonly startMs: Signal<number>;
  readonly durationMs: Signal<number>;
  /** From the start. */
  readonly positionMs: Signal<number>;
}

/** What stands on a replay's timeline, in milliseconds from the start and never beyond its ends. */
export class ReplayScale {
  readonly curve = computed(() => {
    const session = this.of.session();
    return session === undefined ? null : spentCurve(session, this.of.usage(), this.of.startMs());
  });
  /** What was spent until now, in words; '' while that isn't known. */
  readonly spent = computed(() => {
    const curve = this.curve();
    return curve === null ? '' : spentWords(curve, spentUntil(curve, this.of.positionMs()));
  });
  readonly moments = computed(() => this.of.markers().map((marker) => ({ marker, at: this.since(Date.parse(marker.at)) })));
  readonly inputs = computed(() => inputBursts(this.of.typed()).map((time) => this.since(time)));
  readonly hits = computed(() => this.of.hits().map((ms) => this.within(ms)));

  constructor(private readonly of: ScaleSources) {}

  /** Where the next marker is, or the one before; an end of the recording when there is none. */
  markerFrom(positionMs: number, direction: 1 | -1): number {
    // Not the one that the player stands at.
    if (direction === 1) return this.moments().find(({ at }) => at > positionMs + 1)?.at ?? this.of.durationMs();
    return this.moments().findLast(({ at }) => at < positionMs - 1)?.at ?? 0;
  }

  private since(epochMs: number): number {
    return this.within(epochMs - this.of.startMs());
  }

  private within(ms: number): number {
    return Math.min(Math.max(0, ms), this.of.durationMs());
  }
}
