import { signal } from '@angular/core';
import { type DiffCursor } from './diff-cursor.js';
import { type Side } from './diff-rows.js';

/** Chooses lines with the pointer: a press on a number begins, Shift or dragging extends. */
export class LinePicking {
  private readonly pressedOn = signal<Side | null>(null);
  private dragging = false;
  /** On which side text is being selected: the other one stays out of it. */
  readonly side = this.pressedOn.asReadonly();

  constructor(private readonly cursor: DiffCursor) {}

  /** @returns whether it was on a line's number, so that lines are chosen and no text is */
  press(event: PointerEvent): boolean {
    const target = event.target as HTMLElement;
    this.pressedOn.set(target.closest<HTMLElement>('.c')?.dataset['side'] as Side | undefined ?? null);
    const place = event.button === 0 ? placeOf(target) : null;
    if (place === null) return false;
    event.preventDefault();
    this.dragging = true;
    this.cursor.choose(place.side, place.line, event.shiftKey);
    return true;
  }

  move(event: PointerEvent): void {
    if (!this.dragging) return;
    if (event.buttons === 0) {
      this.dragging = false;
      return;
    }
    const place = placeOf(event.target as HTMLElement);
    if (place !== null) this.cursor.dragTo(place.side, place.line);
  }
}

/** The line that a number on screen stands for. */
function placeOf(target: HTMLElement): { readonly side: Side; readonly line: number } | null {
  const cell = target.closest<HTMLElement>('.n[data-line]');
  if (cell === null || target.closest('button') !== null) return null;
  return { side: cell.dataset['side'] as Side, line: Number(cell.dataset['line']) };
}
