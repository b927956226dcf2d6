import { computed, signal } from '@angular/core';
import { advance, type Pause } from './timeline.js';

/** Speeds that a person can choose. */
export const SPEEDS = [1, 2, 4, 8, 16] as const;
export type Speed = (typeof SPEEDS)[number];

/** The clock of a replay: where it is, whether it runs, how fast. Moves with the screen's frames. */
export class Player {
  private frame = 0;
  private movedAt = 0;
  readonly durationMs = signal(0);
  readonly pauses = signal<readonly Pause[]>([]);
  readonly positionMs = signal(0);
  readonly playing = signal(false);
  /** What would be on screen is still being loaded: the clock stands meanwhile. */
  readonly waiting = signal(false);
  readonly speed = signal<Speed>(1);
  readonly skipIdle = signal(true);
  readonly atEnd = computed(() => this.positionMs() >= this.durationMs());

  toggle(): void {
    if (this.playing()) this.pause();
    else this.play();
  }

  play(): void {
    if (this.playing() || this.durationMs() === 0) return;
    if (this.atEnd()) this.positionMs.set(0);
    this.playing.set(true);
    this.movedAt = performance.now();
    this.frame = requestAnimationFrame((now) => this.tick(now));
  }

  pause(): void {
    cancelAnimationFrame(this.frame);
    this.playing.set(false);
  }

  seek(toMs: number): void {
    this.positionMs.set(Math.min(Math.max(0, toMs), this.durationMs()));
  }

  private tick(now: number): void {
    const by = this.waiting() ? 0 : Math.max(0, now - this.movedAt) * this.speed();
    this.movedAt = now;
    this.positionMs.update((position) => advance(position, by, this.durationMs(), this.skipIdle() ? this.pauses() : []));
    if (this.atEnd()) this.playing.set(false);
    else this.frame = requestAnimationFrame((next) => this.tick(next));
  }
}
