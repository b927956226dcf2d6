import { DestroyRef, effect, type ElementRef, inject, signal, type Signal } from '@angular/core';

/** How many characters of its monospaced font fit into an element, kept up to date. 80 while it isn't there. */
export function columnsOf(element: Signal<ElementRef<HTMLElement> | undefined>, fontPx: number): Signal<number> {
  const columns = signal(80);
  /** JetBrains Mono, like most, is 0.6 times as wide as it is high. */
  const characterPx = fontPx * 0.6;
  const observer = new ResizeObserver(([entry]) => {
    if (entry !== undefined) columns.set(Math.floor(entry.contentRect.width / characterPx));
  });
  effect(() => {
    observer.disconnect();
    const box = element()?.nativeElement;
    if (box !== undefined) observer.observe(box);
  });
  inject(DestroyRef).onDestroy(() => observer.disconnect());
  return columns.asReadonly();
}
