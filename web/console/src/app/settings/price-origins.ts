import { Component, computed, inject, input } from '@angular/core';
import { type PricingOrigin, type PricingTable } from '@agents-fleet/contracts';
import { Clock } from '../format/clock.js';
import { formatRate } from '../format/rate.js';
import { formatAsOf } from '../format/time.js';
import { Icon } from '../ui/icon.js';
import { type IconName } from '../ui/icon-shapes.js';

const STATES: Readonly<Record<PricingOrigin['state'], { readonly label: string; readonly icon: IconName; readonly without: string; readonly last: string }>> = {
  in_force: { label: 'In force', icon: 'check', without: '', last: '' },
  stale: { label: 'Stale', icon: 'gap', without: '', last: 'Its last prices are in force.' },
  refused: { label: 'Refused', icon: 'warn', without: 'Nothing of it is in force.', last: 'Its last good prices are in force.' },
  unreachable: { label: 'Unreachable', icon: 'offline', without: 'Nothing of it is in force.', last: '' },
};

/** Where prices come from, the one that wins first, and what is wrong with each. */
@Component({
  selector: 'fleet-price-origins',
  imports: [Icon],
  template: `
    <ol aria-label="Where prices come from, the one that wins first">
      @for (origin of origins(); track $index) {
        <li>
          <span class="state" [attr.data-state]="origin.state"><fleet-icon [name]="origin.icon" [size]="14" />{{ origin.label }}</span>
          <span class="name"><span class="title" [class.mono]="origin.isSetting">{{ origin.title }}</span>@if (origin.detail) { <span class="dim">{{ origin.detail }}</span> }</span>
          <span class="dim as-of">{{ origin.asOf }}</span>
          @if (origin.problem) { <p class="problem"><span class="mono">{{ origin.problem }}</span><span class="dim">{{ origin.consequence }}</span></p> }
        </li>
      }
    </ol>
  `,
  styles: `
    ol { border-radius: var(--r-4); background: var(--surface); box-shadow: var(--e-0), var(--e-1); }
    li { display: grid; grid-template-columns: 104px minmax(0, 1fr) auto; align-items: start; gap: 2px var(--s-4); padding: 10px var(--s-4); line-height: 20px; }
    li + li { border-top: 1px solid var(--line); }
    .state { display: inline-flex; align-items: center; gap: 6px; color: var(--ink-2); font-size: var(--t-12); font-weight: var(--w-medium); white-space: nowrap; }
    .state[data-state='refused'], .state[data-state='unreachable'] { color: var(--crashed); }
    .state[data-state='stale'] { color: var(--ink); }
    .name { display: flex; flex-wrap: wrap; gap: 0 var(--s-3); overflow-wrap: anywhere; }
    .title.mono { font-size: var(--t-12); }
    .as-of { font-size: var(--t-12); white-space: nowrap; }
    .problem { display: flex; flex-wrap: wrap; gap: 0 var(--s-3); grid-column: 2 / -1; padding: var(--s-1) var(--s-3); border-radius: var(--r-2); background: var(--surface-2); overflow-wrap: anywhere; }
    .problem .mono { font-size: var(--t-12); }
    @media (max-width: 720px) {
      li { grid-template-columns: minmax(0, 1fr) auto; padding: 10px var(--s-3); }
      .name { grid-row: 2; grid-column: 1 / -1; }
      .problem { grid-column: 1 / -1; }
    }
  `,
})
export class PriceOrigins {
  private readonly clock = inject(Clock);
  readonly table = input.required<PricingTable>();

  protected readonly origins = computed(() => {
    const { origins, default: rates } = this.table();
    return origins.map((origin) => {
      const state = STATES[origin.state];
      return {
        ...origin,
        ...state,
        isSetting: origin.kind === 'override',
        title: origin.kind === 'default' ? 'Default rate' : origin.name,
        detail:
          origin.kind === 'default'
            ? `${formatRate(rates.input)} in, ${formatRate(rates.output)} out, for models that nobody knows; marked assumed`
            : DETAILS[origin.kind],
        asOf: origin.asOf === null ? '' : `as of ${formatAsOf(origin.asOf, new Date(this.clock.now()))}`,
        consequence: origin.asOf === null ? state.without : state.last,
      };
    });
  });
}

const DETAILS: Readonly<Record<Exclude<PricingOrigin['kind'], 'default'>, string>> = {
  override: 'your price list; beats what an agent reports',
  litellm: 'the proxy’s own prices',
  library: 'the vendors’ published prices',
};
