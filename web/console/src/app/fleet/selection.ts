import { computed, Injectable, signal } from '@angular/core';

/** The rows that are ticked. */
@Injectable()
export class Selection {
  private readonly ids = signal<ReadonlySet<string>>(new Set());
  readonly size = computed(() => this.ids().size);

  has(id: string): boolean {
    return this.ids().has(id);
  }

  toggle(id: string): void {
    this.ids.update((ids) => {
      const next = new Set(ids);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }

  clear(): void {
    this.ids.set(new Set());
  }
}
