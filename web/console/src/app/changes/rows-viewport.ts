import { Component, ElementRef, inject, input, type WritableSignal } from '@angular/core';

/**
 * A view onto rows of which only some are drawn: scrolls as tall as all of them, and is never blank. The rows stand in a pane that
 * stays where it is while the browser scrolls, and are moved within it: so what is seen changes only when the rows for it are
 * there (decisions/0099).
 */
@Component({
  selector: 'fleet-rows-viewport',
  host: { '(scroll)': 'follow()' },
  template: `
    <div class="space" role="presentation" [style.height.px]="total()">
      <div class="pane" role="presentation"><div class="drawn" role="presentation" [style.translate]="'0 ' + shift() + 'px'"><ng-content /></div></div>
    </div>
  `,
  styles: `
    /* Without anchoring: what is drawn changes while it is scrolled, and its place is told exactly. */
    :host { display: block; min-height: 0; overflow: hidden auto; overflow-anchor: none; container-type: size; }
    .space { position: relative; }
    .pane { position: sticky; top: 0; height: 100cqh; overflow: clip; background: inherit; }
    /* A layer of its own: to scroll it, the browser paints nothing anew. */
    .drawn { will-change: translate; }
  `,
})
export class RowsViewport {
  /** Height of all rows, px. */
  readonly total = input.required<number>();
  /** Where the first row that is drawn begins, px. */
  readonly offset = input.required<number>();
  /** How far it is scrolled, px: kept here, so that whoever draws the rows reads it only for which they are. */
  readonly scrollTop = input.required<WritableSignal<number>>();
  readonly element: HTMLElement = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  scrollTo(top: number): void {
    this.element.scrollTop = top;
    this.follow();
  }

  protected follow(): void {
    this.scrollTop().set(this.element.scrollTop);
  }

  /** From the pane's top to the first row that is drawn, in px that a screen has: between two, letters blur. */
  protected shift(): number {
    return Math.round((this.offset() - this.scrollTop()()) * devicePixelRatio) / devicePixelRatio;
  }
}
