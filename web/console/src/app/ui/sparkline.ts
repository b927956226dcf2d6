import { Component, computed, input } from '@angular/core';

const WIDTH = 76;
const HEIGHT = 22;
/** Room for the line's own width, so that a peak is not cut. */
const TOP = 3;

/** A small curve beside a figure; the figure says the same in words. */
@Component({
  selector: 'fleet-sparkline',
  host: { 'aria-hidden': 'true' },
  template: `<svg viewBox="0 0 76 22"><path class="area" [attr.d]="line() + 'V22H0Z'" /><path [attr.d]="line()" /></svg>`,
  styles: `
    svg { display: block; width: 76px; height: 22px; fill: none; stroke: var(--ink-3); stroke-width: 1.25; stroke-linejoin: round; overflow: visible; }
    .area { fill: var(--surface-3); stroke: none; }
  `,
})
export class Sparkline {
  readonly values = input.required<readonly number[]>();
  protected readonly line = computed(() => {
    const values = this.values();
    const highest = Math.max(...values, Number.MIN_VALUE);
    const x = (index: number) => ((index / Math.max(1, values.length - 1)) * WIDTH).toFixed(1);
    const y = (value: number) => (HEIGHT - (value / highest) * (HEIGHT - TOP) - 1).toFixed(1);
    return values.map((value, index) => `${index === 0 ? 'M' : 'L'}${x(index)} ${y(value)}`).join('');
  });
}
