import { Component, computed, input } from '@angular/core';
import { type BudgetUse } from '../sessions/budget-use.js';

/**
 * The bar of a budget meter. The notch is at 80 %; without a budget it is a dashed line. What the sessions before have
 * spent is the fainter part at its beginning.
 */
@Component({
  selector: 'fleet-meter-track',
  host: {
    '[attr.role]': "use().percent === null ? null : 'meter'",
    '[attr.aria-label]': "use().percent === null ? null : 'Budget used'",
    '[attr.aria-valuemin]': 'use().percent === null ? null : 0',
    '[attr.aria-valuemax]': 'use().percent === null ? null : 100',
    '[attr.aria-valuenow]': 'use().percent',
    '[attr.aria-valuetext]': 'text()',
    '[attr.data-level]': 'use().level',
  },
  template: `<i [style.width.%]="use().fill * 100" [style.--before.%]="beforeOfBar()"></i>`,
  styles: `
    :host { position: relative; display: block; height: 6px; border-radius: 3px; background: var(--budget-track); }
    i { position: absolute; inset: 0 auto 0 0; min-width: 3px; border-radius: 3px; background: var(--budget-ok); transition: width var(--meter) var(--ease); }
    :host::after { content: ''; position: absolute; top: -2px; bottom: -2px; left: 80%; width: 2px; margin-left: -1px; background: var(--line-control); box-shadow: 0 0 0 1px var(--meter-ground, var(--surface)); }
    i { overflow: hidden; }
    i::before { content: ''; position: absolute; inset: 0 auto 0 0; width: var(--before); background: repeating-linear-gradient(115deg, transparent 0 2px, var(--budget-track) 2px 4px); }
    :host([data-level='warned']) i { background: var(--budget-warned); }
    :host([data-level='reached']) i { background: var(--budget-reached); }
    :host([data-level='reached'])::after { top: 0; bottom: 0; background: var(--meter-ground, var(--surface)); box-shadow: none; }
    :host([data-level='none']) { height: 1px; margin-block: 3px 2px; border-top: 1px dashed var(--line-control); border-radius: 0; background: none; }
    :host([data-level='none'])::after, :host([data-level='none']) i { display: none; }
  `,
})
export class MeterTrack {
  readonly use = input.required<BudgetUse>();
  /** Said with the percentage, such as what of it is from before. */
  readonly note = input<string | null>(null);
  protected readonly beforeOfBar = computed(() => {
    const { fill, before } = this.use();
    return fill === 0 ? 0 : Math.min(100, (before / fill) * 100);
  });
  protected readonly text = computed(() => {
    const { level, percent } = this.use();
    if (percent === null) return null;
    const words = level === 'reached' ? 'budget reached' : level === 'warned' ? `${percent} %, past the warning at 80 %` : `${percent} %`;
    const note = this.note();
    return note === null ? words : `${words}, ${note}`;
  });
}
