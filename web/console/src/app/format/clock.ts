import { DestroyRef, inject, Injectable, signal } from '@angular/core';

const TICK_MS = 1000;

/** The time as a signal, once a second: for ages, "idle" and "as of". */
@Injectable({ providedIn: 'root' })
export class Clock {
  private readonly ticking = signal(Date.now());
  readonly now = this.ticking.asReadonly();

  constructor() {
    const timer = setInterval(() => this.ticking.set(Date.now()), TICK_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }
}
