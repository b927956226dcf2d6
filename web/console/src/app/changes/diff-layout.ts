import { BreakpointObserver } from '@angular/cdk/layout';
import { computed, effect, inject, Injectable, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { type Layout } from './diff-rows.js';

const KEY = 'agents-fleet.diff-layout';
/** Two columns of code need more room than a phone has. */
const NARROW = '(max-width: 900px)';

/** Side by side or unified: what this browser's person chose, where there is room to choose. */
@Injectable({ providedIn: 'root' })
export class DiffLayout {
  private readonly preferred = signal<Layout>(localStorage.getItem(KEY) === 'unified' ? 'unified' : 'split');
  private readonly narrowness = toSignal(inject(BreakpointObserver).observe(NARROW));
  readonly narrow = computed(() => this.narrowness()?.matches === true);
  readonly layout = computed<Layout>(() => (this.narrow() ? 'unified' : this.preferred()));

  constructor() {
    effect(() => localStorage.setItem(KEY, this.preferred()));
  }

  choose(layout: Layout): void {
    this.preferred.set(layout);
  }

  toggle(): void {
    this.preferred.update((layout) => (layout === 'split' ? 'unified' : 'split'));
  }
}
