import { computed, Injectable, signal } from '@angular/core';
import { seated } from './wall.js';

/** Which tiles of a wall may show their terminal. One for each wall. */
@Injectable()
export class WallSeats {
  private readonly inView = signal<ReadonlySet<string>>(new Set());
  /** The tiles as they are on the page. */
  readonly order = signal<readonly string[]>([]);
  readonly seated = computed(() => seated(this.order(), this.inView()));

  /** Notes that a tile came into view or left it. */
  see(id: string, isInView: boolean): void {
    if (this.inView().has(id) === isInView) return;
    this.inView.update((ids) => {
      const next = new Set(ids);
      if (isInView) next.add(id);
      else next.delete(id);
      return next;
    });
  }
}
