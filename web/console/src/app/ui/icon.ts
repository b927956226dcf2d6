import { Component, computed, input } from '@angular/core';
import { ICONS, type IconName, type IconShape } from './icon-shapes.js';

/** A drawing beside words; what it means is always said in text too, so it is hidden from screen readers. */
@Component({
  selector: 'fleet-icon',
  host: { 'aria-hidden': 'true', '[style.--size.px]': 'size()' },
  template: `
    <svg viewBox="0 0 16 16">
      @for (shape of shapes(); track shape.d) {
        <path [attr.d]="shape.d" [attr.stroke-width]="shape.width ?? 1.5" [class.solid]="shape.solid" />
      }
    </svg>
  `,
  styles: `
    :host { display: inline-block; flex: none; width: var(--size); height: var(--size); }
    svg { display: block; width: 100%; height: 100%; fill: none; stroke: currentColor; stroke-linecap: round; stroke-linejoin: round; }
    .solid { fill: currentColor; stroke: none; }
  `,
})
export class Icon {
  readonly name = input.required<IconName>();
  /** Side in px. */
  readonly size = input(16);
  protected readonly shapes = computed<readonly IconShape[]>(() => ICONS[this.name()]);
}
